import { useInfiniteQuery } from '@tanstack/vue-query'
import type { Page } from 'api-client'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Filters that live in the address, so that a reload, a link and the back key keep them. */
export function useAddressFilters<Name extends string>(defaults: Record<Name, string>) {
  const route = useRoute()
  const router = useRouter()
  const names = Object.keys(defaults) as Name[]

  const filters = computed(() => {
    const entries = names.map((name) => {
      const value = route.query[name]
      return [name, typeof value === 'string' ? value : defaults[name]]
    })
    return Object.fromEntries(entries) as Record<Name, string>
  })

  function setFilters(changes: Partial<Record<Name, string>>) {
    const query = { ...route.query }
    for (const name of names) {
      const value = changes[name]
      if (value === undefined) continue
      if (value === defaults[name]) delete query[name]
      else query[name] = value
    }
    void router.replace({ query })
  }
  const setFilter = (name: Name, value: string) =>
    setFilters({ [name]: value } as Partial<Record<Name, string>>)

  return { filters, setFilter, setFilters }
}

export interface ListWish<T, P extends Page<T>> {
  /** Names the list in the cache; what it depends on belongs in it. */
  key: MaybeRefOrGetter<readonly unknown[]>
  fetch: (after: string | null) => Promise<P>
  enabled?: MaybeRefOrGetter<boolean>
}

/** A list that the server hands out page by page. */
export function useCursorList<T, P extends Page<T> = Page<T>>(wish: ListWish<T, P>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...toValue(wish.key)]),
    queryFn: ({ pageParam }) => wish.fetch(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last: P) => last.next,
    enabled: computed(() => toValue(wish.enabled) ?? true),
  })
  return {
    items: computed<T[]>(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    /** The first page as it came, for what it tells beside its items. */
    first: computed(() => query.data.value?.pages[0] as P | undefined),
    loading: computed(() => query.isPending.value && query.fetchStatus.value !== 'idle'),
    error: query.error,
    more: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}

export type CursorList<T> = ReturnType<typeof useCursorList<T>>

/** Of the three choices of the filter by state: what the server is asked. */
export function activeOf(filter: string): boolean | undefined {
  return filter === 'all' ? undefined : filter === 'true'
}
