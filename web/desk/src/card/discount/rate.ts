import type { PlanRates } from 'api-client'

const ALL = 1_000_000

/** The number by which people name a rate: 850000 is 8.5 折 in Chinese, and 15 % off elsewhere. */
export function rateFigure(ppm: number, language: string): number {
  return language.startsWith('zh') ? ppm / 100_000 : (ALL - ppm) / 10_000
}

/** Something that is cheaper: by the key of its name, or by the name of a category. */
export interface Lowered {
  key?: 'services' | 'products'
  name?: string
  ppm: number
}

/** What is cheaper with a discount card. */
export function lowered({ services_ppm, categories, products_ppm }: PlanRates): Lowered[] {
  const parts: Lowered[] = [
    { key: 'services', ppm: services_ppm },
    ...categories.map((one) => ({ name: one.category_name, ppm: one.pays_ppm })),
    { key: 'products', ppm: products_ppm },
  ]
  return parts.filter((one) => one.name !== undefined || one.ppm !== ALL)
}
