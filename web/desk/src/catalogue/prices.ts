import type { Minor, Service, Variant } from 'api-client'

export const offeredVariants = (service: Service): Variant[] =>
  service.variants.filter((variant) => variant.active)

/** What a service costs: its own price, or from the cheapest variant to the dearest. */
export function priceSpan(service: Service): { from: Minor; to: Minor } {
  const variants = offeredVariants(service)
  const prices = variants.length ? variants.map((one) => one.price) : [service.price]
  return { from: Math.min(...prices), to: Math.max(...prices) }
}
