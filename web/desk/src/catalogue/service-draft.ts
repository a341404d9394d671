import type { Id, Service, ServiceWish, Tax, Variant } from 'api-client'
import { blocksDraft, blocksWish, type BlocksDraft } from './blocks'

/** While it is typed, an amount may be missing and a rate unreadable. */
export type TaxDraft = Omit<Tax, 'rate_ppm'> & { rate_ppm: number | null }

export interface VariantDraft {
  /** `undefined` for a new one. */
  id: Id | undefined
  name: string
  price: number | null
  blocks: BlocksDraft
  active: boolean
}

export interface ServiceDraft extends Omit<ServiceWish, 'price' | 'blocks' | 'taxes' | 'variants'> {
  price: number | null
  blocks: BlocksDraft
  taxes: TaxDraft[]
  variants: VariantDraft[]
}

function variantDraft(variant: Variant): VariantDraft {
  return { ...variant, blocks: blocksDraft(variant.blocks) }
}

/** A new variant costs and takes what the service does, until somebody says otherwise. */
export function newVariant(draft: Pick<ServiceDraft, 'price' | 'blocks'>): VariantDraft {
  return { id: undefined, name: '', price: draft.price, blocks: { ...draft.blocks }, active: true }
}

export function serviceDraft(service: Service | null): ServiceDraft {
  return {
    code: service?.code ?? '',
    name: service?.name ?? '',
    category: service?.category ?? '',
    price: service?.price ?? null,
    blocks: blocksDraft(service?.blocks),
    taxes: taxesDraft(service?.taxes),
    variants: (service?.variants ?? []).map(variantDraft),
    add_ons: [...(service?.add_ons ?? [])],
    add_on: service?.add_on ?? false,
    active: service?.active ?? true,
  }
}

export const taxesDraft = (taxes: Tax[] = []): TaxDraft[] => taxes.map((tax) => ({ ...tax }))

export const taxesWish = (taxes: TaxDraft[]): Tax[] =>
  taxes.map((tax) => ({ ...tax, rate_ppm: tax.rate_ppm ?? 0 }))

export const taxesUnfinished = (taxes: TaxDraft[]): boolean =>
  taxes.some((tax) => tax.rate_ppm === null || !tax.name.trim())

export const variantsUnfinished = (variants: VariantDraft[]): boolean =>
  variants.some((variant) => variant.price === null || !variant.name.trim())

/** What is sent; something done along with others has nothing that is done along with it. */
export function serviceWish(draft: ServiceDraft): ServiceWish {
  return {
    ...draft,
    price: draft.price ?? 0,
    blocks: blocksWish(draft.blocks),
    taxes: taxesWish(draft.taxes),
    variants: draft.variants.map(({ id, ...variant }) => ({
      ...(id ? { id } : {}),
      ...variant,
      price: variant.price ?? 0,
      blocks: blocksWish(variant.blocks),
    })),
    add_ons: draft.add_on ? [] : draft.add_ons,
  }
}
