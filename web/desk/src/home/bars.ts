import type { Minor } from 'api-client'

export interface Bar {
  hour: number
  amount: Minor
  /** Height in percent of the highest bar; all start from nought. */
  height: number
}

/** Usual hours, shown even when nothing came in, so that a quiet morning looks like one. */
const FIRST = 10
const LAST = 21
const HOURS = 24

/** After midnight still belongs to the evening: 01:00 comes behind 23:00. */
const place = (hour: number, cutOff: number) => (hour < cutOff ? hour + HOURS : hour)

/** One bar for each hour from the first to the last that matters, of hours in the day's own order. */
export function barsOf(taken: { hour: number; amount: Minor }[]): Bar[] {
  const cutOff = Math.min(taken[0]?.hour ?? FIRST, FIRST)
  const by = new Map(taken.map((one) => [place(one.hour, cutOff), Math.max(0, one.amount)]))
  const places = [...by.keys(), FIRST, LAST]
  const from = Math.min(...places)
  const to = Math.max(...places)
  const most = Math.max(1, ...by.values())
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const amount = by.get(from + index) ?? 0
    return { hour: (from + index) % HOURS, amount, height: (amount * 100) / most }
  })
}
