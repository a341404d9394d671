import { useQuery } from '@tanstack/vue-query'
import type { StockLevel } from 'api-client'
import { computed } from 'vue'
import { everyPage } from '@/app/every-page'
import { useSession } from '@/app/session'
import { levels } from './api'

/** A level as a row of a list. */
export const rowOf = (level: StockLevel) => ({ ...level, id: level.product })

/** All that is kept on the shelves of the branch of this device. */
export function useShelves() {
  const session = useSession()
  const branch = computed(() => session.branch?.id ?? '')
  const query = useQuery({
    queryKey: computed(() => ['stock', 'every', branch.value]),
    queryFn: () => everyPage((after) => levels({ branch: branch.value, after, limit: 100 })),
    enabled: computed(() => branch.value !== ''),
  })
  return {
    branch,
    shelves: computed(() => query.data.value ?? []),
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
  }
}

/** Whether what is typed or scanned means this product. */
export function means(level: StockLevel, typed: string): boolean {
  const text = typed.trim().toLowerCase()
  return [level.name, level.code, level.barcode].some((one) => one.toLowerCase().includes(text))
}

/** The product with exactly this code on its pack or in the price list. */
export function scanned(shelves: StockLevel[], code: string): StockLevel | undefined {
  return shelves.find((one) => [one.barcode, one.code].includes(code))
}

/** "+3" and "−2", so that coming and going are told apart at a glance. */
export function signed(quantity: number): string {
  if (quantity > 0) return `+${quantity}`
  return String(quantity).replace('-', '−')
}
