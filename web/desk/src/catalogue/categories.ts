import { useQuery } from '@tanstack/vue-query'
import type { Id, ItemKind, Page } from 'api-client'
import { computed } from 'vue'
import { everyPage } from '@/app/every-page'
import { categories } from './api'

/** The categories of services or of products, in the order of the price list. */
export function useCategories(kind: ItemKind) {
  const query = useQuery({
    queryKey: ['catalogue', 'categories'],
    queryFn: () => everyPage(categories),
  })
  const ofKind = computed(() =>
    (query.data.value ?? [])
      .filter((one) => one.kind === kind)
      .sort((a, b) => a.position - b.position),
  )
  return { categories: ofKind, loading: query.isPending, error: query.error, retry: query.refetch }
}

/** The list is searched by one text: a category is asked for by its name, and picked out of what is found. */
export function inCategory<T extends { category_id: Id | null }>(
  page: Page<T>,
  category: string,
): Page<T> {
  if (category === '') return page
  return { ...page, items: page.items.filter((one) => one.category_id === category) }
}
