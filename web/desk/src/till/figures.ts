import type { Minor, TillDayReport } from 'api-client'

/** A figure of a day with the name by which it is worded. */
export interface Figure {
  name: string
  amount: Minor
}

function named(figures: Record<string, Minor>): Figure[] {
  return Object.entries(figures).map(([name, amount]) => ({ name, amount }))
}
const moved = (figures: Figure[]) => figures.filter(({ amount }) => amount !== 0)

/** What the takings are made of besides work of the day, as far as there was any. */
export function ofTakings({ card_sales, repaid, tips }: TillDayReport): Figure[] {
  return moved(named({ card_sales, repaid, tips }))
}

/** The work by what paid for it, as far as there was any. */
export function deliveredOf({ delivered }: TillDayReport): Figure[] {
  const { money, on_account, principal, visits, bonus, points } = delivered
  return moved(named({ money, on_account, principal, visits, bonus, points }))
}

/** What moved in the drawer besides bills, with its sign. */
export function drawerOf({ drawer }: TillDayReport): Figure[] {
  return moved(
    named({
      floats: drawer.floats,
      paid_in: drawer.paid_in,
      paid_out: -drawer.paid_out,
      bank_dropped: -drawer.bank_dropped,
      over_short: drawer.over_short,
      emptied: -drawer.emptied,
    }),
  )
}
