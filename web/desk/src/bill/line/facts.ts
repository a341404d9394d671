import type { BillLine, LineKind } from 'api-client'

const COUNTED: readonly string[] = ['service', 'product'] satisfies LineKind[]
const WORKED: readonly string[] = [
  'service',
  'product',
  'card_sale',
  'top_up',
  'fee',
  'imported',
] satisfies LineKind[]
const REDUCIBLE: readonly string[] = ['service', 'product', 'fee'] satisfies LineKind[]

/** Of which there can be several. */
export const isCounted = (line: Pick<BillLine, 'kind'>) => COUNTED.includes(line.kind)
/** That somebody of the staff has a part in. */
export const isWorked = (line: Pick<BillLine, 'kind'>) => WORKED.includes(line.kind)
/** Value sold, debts and tips are worth what they are worth. */
export const isReducible = (line: Pick<BillLine, 'kind'>) => REDUCIBLE.includes(line.kind)

/** From here on the desk says how many are left. */
const FEW = 2

/** What to say of the shelf when so many are left of what is counted, if anything. */
export function stockWord(left: number | null): 'below' | 'few' | null {
  if (left === null || left > FEW) return null
  return left < 0 ? 'below' : 'few'
}

/** Add-ons stand under their service, whenever they were added. */
export function inOrder<L extends Pick<BillLine, 'id' | 'add_on_of'>>(lines: readonly L[]): L[] {
  const ids = new Set(lines.map((line) => line.id))
  const tops = lines.filter((line) => line.add_on_of === null || !ids.has(line.add_on_of))
  return tops.flatMap((top) => [top, ...lines.filter((line) => line.add_on_of === top.id)])
}

/** Lines that another device added or changed, told by what can be seen of them. */
export function changedLines(before: readonly BillLine[], now: readonly BillLine[]): Set<string> {
  const seen = new Map(before.map((line) => [line.id, JSON.stringify(line)]))
  return new Set(
    now.filter((line) => seen.get(line.id) !== JSON.stringify(line)).map(({ id }) => id),
  )
}
