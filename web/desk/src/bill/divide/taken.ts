import type { BillLine, Id } from 'api-client'

/** The chosen lines and what was added along with them, in the order of the bill. */
export function takenAlong(
  lines: readonly Pick<BillLine, 'id' | 'add_on_of'>[],
  chosen: readonly Id[],
): Id[] {
  const isTaken = (line: Pick<BillLine, 'id' | 'add_on_of'>) =>
    chosen.includes(line.add_on_of ?? line.id)
  return lines.filter(isTaken).map((line) => line.id)
}
