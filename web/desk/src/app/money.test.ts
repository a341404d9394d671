import { describe, expect, it } from 'vitest'
import {
  digitsOf,
  formatMoney,
  minorToDecimal,
  parseMoney,
  parsePercent,
  ppmToPercent,
} from './money'

describe('formatMoney', () => {
  it('writes fen as yuan with sign and thousands', () => {
    expect(formatMoney(123450, 'CNY', 'zh-CN')).toBe('¥1,234.50')
    expect(formatMoney(123450, 'CNY', 'en')).toBe('¥1,234.50')
    expect(formatMoney(-2560, 'CNY', 'zh-CN')).toBe('-¥25.60')
  })

  it('follows the digits of the currency', () => {
    expect(digitsOf('JPY')).toBe(0)
    expect(formatMoney(1200, 'JPY', 'en')).toBe('¥1,200')
  })

  it('keeps every digit of a very large amount', () => {
    expect(formatMoney(9007199254740991, 'CNY', 'en')).toBe('¥90,071,992,547,409.91')
  })
})

describe('parseMoney', () => {
  it.each([
    ['128', 12800],
    ['128.5', 12850],
    ['0.07', 7],
    ['.5', 50],
    ['12.', 1200],
    ['1,234.50', 123450],
    ['¥ 88.00', 8800],
    ['１２８．５０', 12850],
    ['１２８。５', 12850],
    ['1.10', 110],
    ['1.100', 110],
    ['-3', -300],
    ['-0', 0],
  ])('reads %s as %i fen', (text, minor) => {
    expect(parseMoney(text, 2)).toBe(minor)
  })

  it.each(['', '.', '-', 'abc', '1.2.3', '1.234', '1e3', '99999999999999999'])(
    'refuses %j',
    (text) => {
      expect(parseMoney(text, 2)).toBeNull()
    },
  )

  it('reads back every amount it wrote', () => {
    for (let minor = -250; minor <= 250; minor += 1) {
      expect(parseMoney(minorToDecimal(minor, 2), 2)).toBe(minor)
    }
  })
})

describe('percentages', () => {
  it('go between typed percent and millionths without loss', () => {
    expect(ppmToPercent(60000)).toBe('6')
    expect(ppmToPercent(32500)).toBe('3.25')
    expect(ppmToPercent(100000)).toBe('10')
    expect(ppmToPercent(0)).toBe('0')
    expect(parsePercent('6')).toBe(60000)
    expect(parsePercent('3.25%')).toBe(32500)
  })
})
