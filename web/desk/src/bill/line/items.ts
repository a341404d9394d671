import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { BillLine, Id, Item } from 'api-client'
import { computed, onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/app/session'
import { items } from '../api'
import { findBest } from './matching'

const PAUSE = 120
const FRESH = 15_000

/** What the till sells in this branch, found while somebody types. */
export function useItemSearch(query: MaybeRefOrGetter<string>) {
  const session = useSession()
  const queries = useQueryClient()
  const branch = computed(() => session.branch?.id ?? '')
  const asked = ref('')
  let timer = 0

  watch(
    () => toValue(query),
    (now) => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => (asked.value = now), now === '' ? 0 : PAUSE)
    },
  )
  onScopeDispose(() => window.clearTimeout(timer))

  const keyOf = (q: string) => ['catalogue', 'item', branch.value, q]
  const found = useQuery({
    queryKey: computed(() => keyOf(asked.value)),
    queryFn: ({ signal }) => items(branch.value, asked.value, null, signal),
    enabled: computed(() => branch.value !== ''),
    placeholderData: keepPreviousData,
    staleTime: FRESH,
  })

  /** Whether the answer is the one to what stands in the box now. */
  const settled = computed(
    () =>
      toValue(query) === asked.value && !found.isPlaceholderData.value && !found.isFetching.value,
  )
  /** Until the answer comes, what fits of the answer before: nothing jumps, and most of it is right. */
  const hits = computed<Item[]>(() => {
    const last = found.data.value?.items ?? []
    return settled.value ? last : findBest(last, toValue(query))
  })

  /** Asks at once; for Enter and for scans, which do not wait for a pause. */
  async function ask(q: string): Promise<Item[]> {
    const answer = await queries.fetchQuery({
      queryKey: keyOf(q),
      queryFn: () => items(branch.value, q),
      staleTime: FRESH,
    })
    return answer.items
  }

  return { hits, settled, loading: found.isPending, error: found.error, ask }
}

/** The one thing that was scanned, if the price list has exactly that. */
export function scannedItem(found: readonly Item[], code: string): Item | undefined {
  const wanted = code.toLowerCase()
  return found.find(
    (one) => one.barcode.toLowerCase() === wanted || one.code.toLowerCase() === wanted,
  )
}

/** What a line sells: for what can be done along with a service, and how much of a product is there. */
export function useItemOf(line: MaybeRefOrGetter<BillLine | undefined>) {
  const session = useSession()
  const wanted = computed(() => {
    const one = toValue(line)
    const isService = one?.kind === 'service' && one.add_on_of === null
    return isService || one?.kind === 'product' ? one : undefined
  })
  const found = useQuery({
    queryKey: computed(() => ['stock', 'item-of', session.branch?.id, wanted.value?.item]),
    queryFn: () => findItem(session.branch?.id ?? '', wanted.value),
    enabled: computed(() => wanted.value !== undefined && session.branch !== null),
    staleTime: FRESH,
  })
  return computed(() => (wanted.value ? (found.data.value ?? undefined) : undefined))
}

/** A line's name begins with that of what it sells; its variant follows behind a dot. */
async function findItem(branch: Id, line: BillLine | undefined): Promise<Item | null> {
  if (!line) return null
  const [name = ''] = line.name.split(' · ')
  const page = await items(branch, name)
  return page.items.find((one) => one.id === line.item) ?? null
}
