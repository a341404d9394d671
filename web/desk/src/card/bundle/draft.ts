import type { CardPlan, Id, PlanVisitsWish } from 'api-client'

/** A service of a bundle or a trial with its visits, as it is typed. */
export interface PartDraft {
  service: Id
  count: number | null
  gift: number | null
}

/** What a bundle or a trial sells, as it is typed. */
export interface BundleDraft {
  parts: PartDraft[]
}

export const newPart = (): PartDraft => ({ service: '', count: 1, gift: 0 })

export const bundleDraftOf = (plan: CardPlan | null): BundleDraft => ({
  parts: plan?.bundle.length
    ? plan.bundle.map(({ service, count, gift }) => ({ service, count, gift }))
    : [newPart(), newPart()],
})

/** Rows in which nothing was chosen say nothing. */
const named = ({ parts }: BundleDraft) => parts.filter((one) => one.service)

export const bundleWishOf = (draft: BundleDraft): PlanVisitsWish[] =>
  named(draft).map(({ service, count, gift }) => ({ service, count: count ?? 0, gift: gift ?? 0 }))

/** Whether there are so many services at least, each once and with a visit. */
export function isWhole(draft: BundleDraft, least: number): boolean {
  const parts = named(draft)
  const services = new Set(parts.map((one) => one.service))
  return parts.length >= least && services.size === parts.length && parts.every((one) => one.count)
}
