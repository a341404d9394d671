import type { Minor } from 'api-client'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
  formats.set(key, made)
  return made
}

/** How many digits the currency has behind the point: 2 for CNY, 0 for JPY. */
export function digitsOf(currency: string): number {
  return formatOf(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2
}

/** The currency's sign, as it stands in front of or behind a figure. */
export function signOf(currency: string, locale: string): string {
  const parts = formatOf(currency, locale).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** 12345 with two digits is "123.45": the plain figure, to be typed or calculated with. */
export function minorToDecimal(minor: Minor, digits: number): string {
  const sign = minor < 0 ? '-' : ''
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  if (digits === 0) return sign + text
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** 123450 is ¥1,234.50. */
export function formatMoney(minor: Minor, currency: string, locale: string): string {
  const decimal = minorToDecimal(minor, digitsOf(currency))
  return formatOf(currency, locale).format(decimal as Intl.StringNumericLiteral)
}

const FULL_WIDTH = /[\uff01-\uff5e]/g
const IGNORED = /[\s,，¥￥$€£]/g

/** What a Chinese input method makes of digits and points, back in plain ASCII. */
export function toHalfWidth(text: string): string {
  return text
    .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/。/g, '.')
    .replace(/\u3000/g, ' ')
}

/**
 * Reads a typed amount into the smallest unit, by its digits and never by a floating number.
 * `null` when it is no amount, has more digits than the currency, or is too large to be exact.
 */
export function parseMoney(text: string, digits: number): Minor | null {
  const plain = toHalfWidth(text).replace(IGNORED, '')
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain)
  if (!match) return null
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return null
  if (fraction.slice(digits).replace(/0/g, '') !== '') return null
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor)) return null
  return sign && minor !== 0 ? -minor : minor
}

/** 60000 millionths are "6" percent; 32500 are "3.25". */
export function ppmToPercent(ppm: number): string {
  return minorToDecimal(ppm, 4).replace(/\.?0+$/, '')
}

/** Reads a typed percentage into millionths; `null` when it is none. */
export function parsePercent(text: string): number | null {
  return parseMoney(text.replace(/[%％]/g, ''), 4)
}
