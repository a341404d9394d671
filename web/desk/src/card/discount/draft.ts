import type { CardPlan, Id, PlanRatesWish, PlanTimeWish } from 'api-client'

/** What a category is charged, as it is typed. */
export interface CategoryDraft {
  category: Id
  pays: number | null
}

/** What a discount plan charges and for how long, as it is typed. */
export interface RatesDraft {
  services: number | null
  products: number | null
  categories: CategoryDraft[]
  days: number | null
}

const ALL = 1_000_000
/** Eight tenths of the price: the usual card. */
const USUAL = 800_000

export const ratesDraftOf = (plan: CardPlan | null): RatesDraft => ({
  services: plan?.rates?.services_ppm ?? USUAL,
  products: plan?.rates?.products_ppm ?? ALL,
  categories: (plan?.rates?.categories ?? []).map(({ category, pays_ppm }) => ({
    category,
    pays: pays_ppm,
  })),
  days: plan?.time?.days ?? 365,
})

export const ratesWishOf = ({ services, products, categories }: RatesDraft): PlanRatesWish => ({
  services_ppm: services ?? 0,
  products_ppm: products ?? 0,
  categories: categories.map(({ category, pays }) => ({ category, pays_ppm: pays ?? 0 })),
})

export const daysWishOf = ({ days }: RatesDraft): PlanTimeWish => ({
  services: [],
  days: days ?? 0,
  starts: 'sale',
  limit: null,
})
