import type { CardPlan } from 'api-client'
import { expect, it } from 'vitest'
import { daysWishOf, ratesDraftOf, ratesWishOf } from './draft'

it('charges eight tenths for services and everything for products unless something else is typed', () => {
  const draft = ratesDraftOf(null)
  expect(ratesWishOf(draft)).toEqual({
    services_ppm: 800_000,
    products_ppm: 1_000_000,
    categories: [],
  })
  expect(daysWishOf(draft)).toMatchObject({ services: [], days: 365, starts: 'sale' })
})

it('gives a plan back as it was', () => {
  const categories = [{ category: 'colour', category_name: '染发', pays_ppm: 700_000 }]
  const rates = { services_ppm: 900_000, products_ppm: 950_000, categories }
  const plan = { rates, time: { days: 30 } } as unknown as CardPlan
  const draft = ratesDraftOf(plan)
  expect(ratesWishOf(draft).categories).toEqual([{ category: 'colour', pays_ppm: 700_000 }])
  expect([ratesWishOf(draft).products_ppm, daysWishOf(draft).days]).toEqual([950_000, 30])
})
