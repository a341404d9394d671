import type { BillState } from 'api-client'
import type { Tone } from '@/app/ui/StatusTag.vue'

export const STATES: BillState[] = [
  'open',
  'parked',
  'paid',
  'partly_refunded',
  'refunded',
  'reversed',
  'voided',
]

const TONES: Record<BillState, Tone> = {
  open: 'chosen',
  parked: 'waiting',
  paid: 'good',
  partly_refunded: 'waiting',
  refunded: 'plain',
  reversed: 'plain',
  voided: 'plain',
}

export const toneOf = (state: BillState): Tone => TONES[state] ?? 'plain'

/** Still being written. */
export const isWaiting = (state: BillState) => state === 'open' || state === 'parked'
export const isRefundable = (state: BillState) => state === 'paid' || state === 'partly_refunded'
