import type { Blocks } from 'api-client'

/** In the order in which a service goes. */
export const BLOCKS = ['setup', 'hands_on', 'processing', 'finishing'] as const
export type Block = (typeof BLOCKS)[number]

/** While they are typed, minutes may be missing. */
export type BlocksDraft = Record<Block, number | null>

/** The calendar is divided into steps of five minutes, and a day is the longest service. */
const STEP = 5
const LONGEST = 24 * 60

/** Copies a service's blocks to be typed in; a new service is an hour of work. */
export function blocksDraft(blocks?: Blocks): BlocksDraft {
  return { setup: 0, hands_on: 60, processing: 0, finishing: 0, ...blocks }
}

export function blocksWish(draft: BlocksDraft): Blocks {
  const minutes = BLOCKS.map((block) => [block, draft[block] ?? 0])
  return Object.fromEntries(minutes) as Blocks
}

/** How long it takes altogether. */
export function minutesOf(draft: BlocksDraft): number {
  return BLOCKS.reduce((sum, block) => sum + (draft[block] ?? 0), 0)
}

/** How long somebody has to stand there; while the colour takes, the next customer can be served. */
export function busyMinutes(draft: BlocksDraft): number {
  return minutesOf(draft) - (draft.processing ?? 0)
}

export function fitsCalendar(draft: BlocksDraft): boolean {
  const inSteps = BLOCKS.every((block) => (draft[block] ?? 0) % STEP === 0)
  return inSteps && minutesOf(draft) <= LONGEST
}
