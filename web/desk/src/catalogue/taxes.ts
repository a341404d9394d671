import type { Tax } from 'api-client'
import { ppmToPercent } from '@/app/money'

type Translate = (key: string, params: Record<string, unknown>) => string

/** "增值税 6%（含）": name, rate, and whether the price holds it already. */
export function taxText(tax: Tax, t: Translate): string {
  const params = { name: tax.name, rate: ppmToPercent(tax.rate_ppm) }
  return tax.inclusive ? t('catalogue.tax.inside', params) : t('catalogue.tax.added', params)
}
