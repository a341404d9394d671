import type { CardPlan, Id, PlanTimeWish, TimePeriod, TimeStart } from 'api-client'

/** What a time plan sells, as it is typed. */
export interface TimeDraft {
  services: Id[]
  days: number | null
  starts: TimeStart
  /** How often in each period; `none` where it may be used without a limit. */
  per: TimePeriod | 'none'
  uses: number | null
}

export const timeDraftOf = (plan: CardPlan | null): TimeDraft => ({
  services: plan?.time?.services.map((one) => one.service) ?? [],
  days: plan?.time?.days ?? 365,
  starts: plan?.time?.starts ?? 'sale',
  per: plan?.time?.limit?.per ?? 'none',
  uses: plan?.time?.limit?.uses ?? 1,
})

export const timeWishOf = ({ services, days, starts, per, uses }: TimeDraft): PlanTimeWish => ({
  services,
  days: days ?? 0,
  starts,
  limit: per === 'none' ? null : { uses: uses ?? 0, per },
})
