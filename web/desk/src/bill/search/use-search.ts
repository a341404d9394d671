import { useQuery, useQueryClient, keepPreviousData } from '@tanstack/vue-query'
import type { CustomerHit } from 'api-client'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { toHalfWidth } from '@/app/money'
import { searchCustomers } from '@/customer/api'

const PAUSE = 130

/** Finding customers while somebody types, without asking for every letter. */
export function useCustomerSearch() {
  const queries = useQueryClient()
  const text = ref('')
  const asked = ref('')
  let timer = 0

  const query = computed(() => toHalfWidth(text.value).trim())
  watch(query, (now) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (asked.value = now), now === '' ? 0 : PAUSE)
  })
  onScopeDispose(() => window.clearTimeout(timer))

  const wishFor = (q: string) => ({
    queryKey: ['customer', 'search', q],
    queryFn: ({ signal }: { signal: AbortSignal }) => searchCustomers(q, signal),
    staleTime: 3000,
  })
  const found = useQuery({
    ...{ placeholderData: keepPreviousData, enabled: computed(() => asked.value !== '') },
    queryKey: computed(() => wishFor(asked.value).queryKey),
    queryFn: ({ signal }) => searchCustomers(asked.value, signal),
    staleTime: 3000,
  })

  const hits = computed<CustomerHit[]>(() =>
    query.value === '' ? [] : (found.data.value?.items ?? []),
  )
  /** Whether `hits` answer what stands in the box now. */
  const settled = computed(
    () => query.value === asked.value && !found.isPlaceholderData.value && !found.isFetching.value,
  )

  /** Asks at once; for Enter and for scans, which do not wait for a pause. */
  async function ask(): Promise<CustomerHit[]> {
    window.clearTimeout(timer)
    asked.value = query.value
    if (query.value === '') return []
    return (await queries.fetchQuery(wishFor(query.value))).items
  }

  return { text, query, hits, settled, error: found.error, ask }
}
