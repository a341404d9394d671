import { expect, it } from 'vitest'
import { barsOf } from './bars'

it('shows the usual hours even when nothing came in', () => {
  const bars = barsOf([])
  expect(bars.at(0)).toEqual({ hour: 10, amount: 0, height: 0 })
  expect(bars.at(-1)?.hour).toBe(21)
})

it('measures every bar from nought against the highest', () => {
  const bars = barsOf([
    { hour: 11, amount: 5000 },
    { hour: 14, amount: 20000 },
  ])
  expect(bars.find((bar) => bar.hour === 11)?.height).toBe(25)
  expect(bars.find((bar) => bar.hour === 14)?.height).toBe(100)
})

it('puts the hours after midnight behind the evening', () => {
  const hours = barsOf([
    { hour: 23, amount: 100 },
    { hour: 1, amount: 100 },
  ]).map((bar) => bar.hour)
  expect(hours.slice(-4)).toEqual([22, 23, 0, 1])
})

it('never draws below nought', () => {
  expect(barsOf([{ hour: 12, amount: -500 }]).every((bar) => bar.height >= 0)).toBe(true)
})
