import type { Id, Proof, TenderWish } from 'api-client'
import type { TenderDraft } from './tenders'

/** What proves that a card of somebody else may be used, by card. */
export type Proofs = ReadonlyMap<Id, Proof>

function wishOf(one: TenderDraft, proofs: Proofs): TenderWish | null {
  const amount = one.amount ?? 0
  if (amount <= 0) return null
  const proof = proofs.get(one.card ?? '')
  const proved = proof ? { proof } : {}
  switch (one.kind) {
    case 'cash':
      return { kind: 'cash', received: amount }
    case 'card':
      if (!one.card) return null
      return {
        kind: 'card',
        card: one.card,
        amount,
        ...(one.rates ? { rates: true } : {}),
        ...proved,
      }
    case 'visits':
    case 'time':
      return one.card && one.line
        ? { kind: one.kind, card: one.card, line: one.line, ...proved }
        : null
    case 'unapplied':
      return one.receipt ? { kind: 'unapplied', receipt: one.receipt, amount } : null
    case 'on_account':
      return { kind: 'on_account', amount }
    default:
      return { kind: one.kind, amount, reference: one.reference.trim() }
  }
}

/** As the server takes them; empty ones are left out. */
export function wishesOf(
  drafts: readonly TenderDraft[],
  proofs: Proofs = new Map<Id, Proof>(),
): TenderWish[] {
  return drafts.map((one) => wishOf(one, proofs)).filter((one) => one !== null)
}
