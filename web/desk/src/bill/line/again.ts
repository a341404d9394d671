import type { BillLine, Id, NewLine, Reduction, ReductionWish } from 'api-client'
import { plainShares } from './shares'

/** Puts a line that was taken off back on; `null` for what is asked for in a dialog of its own. */
export function onceMore(line: BillLine, parent: Id | null = line.add_on_of): NewLine | null {
  const { item, variant, quantity, customer } = line
  const common = { quantity, shares: plainShares(line.shares), customer: customer?.id ?? null }
  if (line.kind === 'product') return { kind: 'product', product: item, ...common }
  if (line.kind !== 'service') return null
  return { kind: 'service', service: item, variant, add_on_of: parent, ...common }
}

/** The same reduction on another line. */
export function reducedAgain(given: Reduction, line: Id): ReductionWish {
  const { amount, percent_ppm, unit_price, reason } = given
  if (unit_price !== null) return { line, reason, unit_price }
  return amount !== null
    ? { line, reason, amount }
    : { line, reason, percent_ppm: percent_ppm ?? 0 }
}
