import type { CountWish, Id, StockLevel } from 'api-client'

/** What was counted so far; a product nobody came to has no entry. */
export type Tally = Record<Id, number | null>

export interface Difference {
  level: StockLevel
  counted: number
  difference: number
}

/** What the count would change, product by product. */
export function differences(shelves: StockLevel[], tally: Tally): Difference[] {
  return shelves.flatMap((level) => {
    const counted = tally[level.product] ?? null
    if (counted === null) return []
    return [{ level, counted, difference: counted - level.on_hand }]
  })
}

export interface CountSummary {
  counted: number
  more: number
  fewer: number
  /** What the differences are worth at average cost. */
  worth: number
}

export function summaryOf(found: Difference[]): CountSummary {
  const sum = (figures: number[]) => figures.reduce((all, one) => all + one, 0)
  return {
    counted: found.length,
    more: sum(found.map((one) => Math.max(one.difference, 0))),
    fewer: sum(found.map((one) => Math.max(-one.difference, 0))),
    worth: sum(found.map((one) => one.difference * one.level.unit_cost)),
  }
}

/** The server takes so many lines at once. */
const MOST_LINES = 100

/** The lines to be sent, in portions that the server takes. */
export function portionsOf(found: Difference[]): CountWish['lines'][] {
  const lines = found.map(({ level, counted }) => ({ product: level.product, counted }))
  const portions = Math.ceil(lines.length / MOST_LINES)
  return Array.from({ length: portions }, (_, nth) =>
    lines.slice(nth * MOST_LINES, (nth + 1) * MOST_LINES),
  )
}
