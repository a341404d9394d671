import type { CardBonusTerms, CardPlan, CardPlanWish, TimeStart } from 'api-client'

const PPM_OF_PERCENT = 10_000

/** How bonus of a plan may be used, as it is typed; nothing typed is for ever. */
export interface BonusDraft {
  days: number | null
  /** The most of a bill that it pays, in percent. */
  most: number | null
}

export const bonusDraftOf = (plan: CardPlan | null): BonusDraft => ({
  days: plan?.bonus_terms.days ?? null,
  most: plan?.bonus_terms.max_ppm ? plan.bonus_terms.max_ppm / PPM_OF_PERCENT : null,
})

export const bonusWishOf = ({ days, most }: BonusDraft): CardBonusTerms => ({
  days,
  max_ppm: most === null ? null : most * PPM_OF_PERCENT,
})

/** For how long visits of a plan can be used, as it is typed; nothing typed is for ever. */
export interface ValidDraft {
  days: number | null
  starts: TimeStart
}

export const validDraftOf = (plan: CardPlan | null): ValidDraft => ({
  days: plan?.valid_days ?? null,
  starts: plan?.valid_starts ?? 'sale',
})

/** Where there are no days, they do not begin either. */
export const validWishOf = ({
  days,
  starts,
}: ValidDraft): Pick<CardPlanWish, 'valid_days' | 'valid_starts'> => ({
  valid_days: days,
  valid_starts: days ? starts : 'sale',
})
