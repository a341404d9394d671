import { expect, it } from 'vitest'
import { clockOf, minutesOf } from './words'

it('writes minutes as a clock and reads them back', () => {
  for (const minutes of [0, 1, 540, 1260, 1439]) expect(minutesOf(clockOf(minutes))).toBe(minutes)
  expect(clockOf(545)).toBe('09:05')
})
