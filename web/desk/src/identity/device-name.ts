/** What stands first in the list is what the browser is, whatever else it claims to be like. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]
const LONGEST = 60

function firstOf(list: [RegExp, string][], words: string): string {
  return list.find(([pattern]) => pattern.test(words))?.[1] ?? ''
}

/** "Windows · Chrome" out of a browser's own words; what is no browser is called as it calls itself. */
export function deviceName(words: string): string {
  const names = [firstOf(SYSTEMS, words), firstOf(BROWSERS, words)].filter(Boolean)
  return names.length === 2 ? names.join(' · ') : words.slice(0, LONGEST)
}
