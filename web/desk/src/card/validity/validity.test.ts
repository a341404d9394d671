import { expect, test } from 'vitest'
import { cardOf } from '../life/card-of'
import { bonusDraftOf, bonusWishOf, validWishOf } from './draft'
import { lastDayOf } from './last-day'

test('what never ends has no last day', () => {
  expect(lastDayOf(cardOf({}))).toBeNull()
  expect(lastDayOf(cardOf({ bonus_until: '2026-05-31' }))).toBe('2026-05-31')
  expect(lastDayOf(cardOf({ kind: 'visits', valid_until: '2026-06-30' }))).toBe('2026-06-30')
})

test('days that nobody typed do not begin', () => {
  expect(validWishOf({ days: null, starts: 'first_use' })).toEqual({
    valid_days: null,
    valid_starts: 'sale',
  })
})

test('a share is typed in percent and nothing typed is no bound', () => {
  expect(bonusWishOf({ days: null, most: 30 })).toEqual({ days: null, max_ppm: 300_000 })
  expect(bonusWishOf(bonusDraftOf(null))).toEqual({ days: null, max_ppm: null })
})
