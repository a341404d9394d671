import type { BillLine, Id, RefundSelection } from 'api-client'

type Sold = Pick<BillLine, 'id' | 'quantity' | 'refunded_quantity'>
/** How many of each line go back. */
export type Chosen = Record<Id, number>

export const leftOf = (line: Sold): number => line.quantity - line.refunded_quantity

/** Everything that has not gone back yet. */
export function chooseAll(lines: readonly Sold[]): Chosen {
  return Object.fromEntries(lines.map((line) => [line.id, leftOf(line)]))
}

export function chooseNone(lines: readonly Sold[]): Chosen {
  return Object.fromEntries(lines.map((line) => [line.id, 0]))
}

export function isAll(lines: readonly Sold[], chosen: Chosen): boolean {
  return lines.every((line) => (chosen[line.id] ?? 0) === leftOf(line))
}

/** As the server takes it: `null` for all that is left. */
export function selectionOf(lines: readonly Sold[], chosen: Chosen): RefundSelection[] | null {
  if (isAll(lines, chosen)) return null
  return lines
    .map((line) => ({ line: line.id, quantity: chosen[line.id] ?? 0 }))
    .filter((one) => one.quantity > 0)
}

export function isNothing(chosen: Chosen): boolean {
  return Object.values(chosen).every((quantity) => quantity === 0)
}
