// The app's own words, so that a story finds a button by what is written on it in either language.
import { readFileSync, readdirSync } from 'node:fs'

const LOCALES = new URL('../../web/desk/src/locales/', import.meta.url)

/** Gives a function from keys such as `bill.pay` to the words of that language. */
export function wordsOf(language) {
  const all = { problem: {} }
  for (const file of readdirSync(new URL(`${language}/`, LOCALES))) {
    const name = file.replace(/\.json$/, '')
    const { problem, ...rest } = JSON.parse(readFileSync(new URL(`${language}/${file}`, LOCALES)))
    all[name] = rest
    if (problem) all.problem[name] = problem
  }
  return (key, values = {}) => {
    const text = key.split('.').reduce((part, step) => part?.[step], all)
    if (typeof text !== 'string') throw new Error(`The app has no words for ${key} in ${language}.`)
    return text
      .replace(/\{'(.)'\}/g, '$1')
      .replace(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder))
  }
}
