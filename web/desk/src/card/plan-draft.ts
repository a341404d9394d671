import type { CardPlan, CardPlanWish, CardReach, Id, PlanKind } from 'api-client'
import { bundleDraftOf, bundleWishOf, type BundleDraft } from './bundle/draft'
import { daysWishOf, ratesDraftOf, ratesWishOf, type RatesDraft } from './discount/draft'
import { timeDraftOf, timeWishOf, type TimeDraft } from './time/draft'
import {
  bonusDraftOf,
  bonusWishOf,
  validDraftOf,
  validWishOf,
  type BonusDraft,
  type ValidDraft,
} from './validity/draft'

/** Several services on one card. */
export const isBundle = (kind: PlanKind) => kind === 'bundle' || kind === 'trial'
/** How many services it has at least. */
export const leastOf = (kind: PlanKind) => (kind === 'trial' ? 1 : 2)

/** Whether its cards hold visits. */
export const counts = (kind: PlanKind) => kind === 'visits' || isBundle(kind)

/** A plan as it is being written: what another kind would need is kept while somebody looks around. */
export interface PlanDraft
  extends Omit<
    CardPlanWish,
    | 'kind'
    | 'price'
    | 'bonus'
    | 'bonus_terms'
    | 'visits'
    | 'bundle'
    | 'valid_days'
    | 'valid_starts'
    | 'time'
    | 'rates'
    | 'reach'
  > {
  kind: PlanKind
  reach: CardReach
  price: number | null
  bonus: number | null
  bonusTerms: BonusDraft
  service: Id
  count: number | null
  gift: number | null
  time: TimeDraft
  rates: RatesDraft
  /** Whether a stored-value card charges less than the list. */
  rated: boolean
  bundle: BundleDraft
  valid: ValidDraft
}

export function planDraftOf(plan: CardPlan | null): PlanDraft {
  return {
    kind: plan?.kind ?? 'stored_value',
    name: plan?.name ?? '',
    price: plan?.price ?? null,
    bonus: plan?.bonus ?? 0,
    bonusTerms: bonusDraftOf(plan),
    service: plan?.visits?.service ?? '',
    count: plan?.visits?.count ?? null,
    gift: plan?.visits?.gift ?? 0,
    time: timeDraftOf(plan),
    rates: ratesDraftOf(plan),
    rated: plan?.kind === 'stored_value' && plan.rates !== null,
    bundle: bundleDraftOf(plan),
    valid: validDraftOf(plan),
    draw_order: plan?.draw_order ?? 'proportional',
    reach: {
      pays: plan?.reach.pays ?? 'everything',
      branches: [...(plan?.reach.branches ?? [])],
    },
    terms: plan?.terms ?? '',
    active: plan?.active ?? true,
  }
}

export function planWishOf({
  kind,
  price,
  bonus,
  bonusTerms,
  service,
  count,
  gift,
  time,
  rates,
  rated,
  bundle,
  valid,
  ...rest
}: PlanDraft): CardPlanWish {
  const visits = kind === 'visits' ? { service, count: count ?? 0, gift: gift ?? 0 } : null
  return {
    ...rest,
    kind,
    price: price ?? 0,
    bonus: kind === 'stored_value' ? (bonus ?? 0) : 0,
    ...(kind === 'stored_value' && { bonus_terms: bonusWishOf(bonusTerms) }),
    visits,
    time: kind === 'time' ? timeWishOf(time) : kind === 'discount' ? daysWishOf(rates) : null,
    rates: kind === 'discount' || (kind === 'stored_value' && rated) ? ratesWishOf(rates) : null,
    bundle: isBundle(kind) ? bundleWishOf(bundle) : [],
    ...(counts(kind) && validWishOf(valid)),
    reach: kind === 'stored_value' ? rest.reach : { ...rest.reach, pays: 'everything' },
  }
}
