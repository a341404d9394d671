import type { Id, Share, Staff } from 'api-client'

/** The whole of a line in millionths. */
export const WHOLE = 1_000_000

/** Equal parts that add up to the whole: the first ones take what does not divide. */
export function evenParts(count: number): number[] {
  if (count === 0) return []
  const part = Math.floor(WHOLE / count)
  const rest = WHOLE - part * count
  return Array.from({ length: count }, (_, index) => part + (index < rest ? 1 : 0))
}

export function sumOfShares(shares: readonly Share[]): number {
  return shares.reduce((sum, one) => sum + one.share_ppm, 0)
}

function isEven(shares: readonly Share[]): boolean {
  const parts = evenParts(shares.length)
  return shares.every((one, index) => one.share_ppm === parts[index])
}

export function spreadEvenly(shares: readonly Share[]): Share[] {
  const parts = evenParts(shares.length)
  return shares.map((one, index) => ({ ...one, share_ppm: parts[index] ?? 0 }))
}

/** One more person: equal parts stay equal, otherwise the new one takes what is left. */
export function addPerson(shares: readonly Share[], person: Pick<Staff, 'id' | 'job'>): Share[] {
  if (shares.some((one) => one.staff === person.id)) return [...shares]
  const even = isEven(shares)
  const left = Math.max(0, WHOLE - sumOfShares(shares))
  const more = [
    ...shares,
    { staff: person.id, role: person.job, share_ppm: left, requested: false },
  ]
  return even ? spreadEvenly(more) : more
}

/** One person less: equal parts stay equal, the others keep theirs. */
export function dropPerson(shares: readonly Share[], staff: Id): Share[] {
  const even = isEven(shares)
  const fewer = shares.filter((one) => one.staff !== staff)
  return even ? spreadEvenly(fewer) : fewer
}

/** What is wrong with the shares of a line, if anything. */
export function wrongShares(shares: readonly Share[]): 'above' | 'nothing' | null {
  if (sumOfShares(shares) > WHOLE) return 'above'
  return shares.some((one) => one.share_ppm <= 0) ? 'nothing' : null
}

/** Just what the server takes, without the names it gave along. */
export function plainShares(shares: readonly Share[]): Share[] {
  return shares.map(({ staff, role, share_ppm, requested }) => ({
    staff,
    role,
    share_ppm,
    requested,
  }))
}
