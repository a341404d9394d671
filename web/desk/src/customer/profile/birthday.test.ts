import { expect, it } from 'vitest'
import { daysIn, lunarName, solarName } from './birthday'

const lunar = (month: number, day: number, leap_month = false) =>
  lunarName({ calendar: 'lunar', year: null, month, day, leap_month })

it('names lunar days as people say them', () => {
  expect(lunar(8, 15)).toBe('八月十五')
  expect(lunar(1, 1)).toBe('正月初一')
  expect(lunar(12, 20)).toBe('腊月二十')
  expect(lunar(11, 29)).toBe('冬月廿九')
  expect(lunar(6, 30, true)).toBe('闰六月三十')
  expect(lunar(3, 10)).toBe('三月初十')
})

it('writes solar days with or without the year', () => {
  const day = { calendar: 'solar' as const, month: 3, day: 9, leap_month: false }
  expect(solarName({ ...day, year: 1990 })).toBe('1990-03-09')
  expect(solarName({ ...day, year: null })).toBe('03-09')
})

it('knows how many days a month can have', () => {
  expect(daysIn({ calendar: 'lunar', year: 1990, month: 2 })).toBe(30)
  expect(daysIn({ calendar: 'solar', year: 1990, month: 2 })).toBe(28)
  expect(daysIn({ calendar: 'solar', year: 2000, month: 2 })).toBe(29)
  expect(daysIn({ calendar: 'solar', year: null, month: 2 })).toBe(29)
  expect(daysIn({ calendar: 'solar', year: null, month: 4 })).toBe(30)
})
