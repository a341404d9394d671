import type { CustomerFilter, KeptQuery } from 'api-client'

/** The filters of the list, as they stand in the address and are sent; empty does not filter. */
export const NO_FILTER = {
  kind: '',
  q: '',
  tag: '',
  gender: '',
  birthday_month: '',
  branch: '',
  registered_from: '',
  registered_to: '',
  visited_from: '',
  visited_to: '',
  not_visited_since: '',
} satisfies CustomerFilter

export type Filters = Record<keyof typeof NO_FILTER, string>

/** What is behind the filter button: kind and search stand beside it. */
const PANEL = Object.keys(NO_FILTER).filter((name) => !['kind', 'q'].includes(name))

/** Only what filters, to be kept under a name. */
export function queryOf(filters: Filters): KeptQuery {
  const set = Object.entries(filters).filter(([, value]) => value !== '')
  return Object.fromEntries(
    set.map(([name, value]) => [name, name === 'birthday_month' ? Number(value) : value]),
  )
}

/** All filters as a kept one has them, so that none of before stays. */
export function filtersOf(query: KeptQuery): Filters {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value ?? '')])
  return { ...NO_FILTER, ...Object.fromEntries(texts) }
}

export const isSame = (filters: Filters, query: KeptQuery) =>
  JSON.stringify(filtersOf(queryOf(filters))) === JSON.stringify(filtersOf(query))

/** Filters that belong together count as one. */
export function countOf(filters: Filters): number {
  const names = PANEL.filter((name) => filters[name as keyof Filters] !== '')
  return new Set(names.map((name) => name.replace(/_(from|to)$/, ''))).size
}

export const isFiltered = (filters: Filters) => Object.keys(queryOf(filters)).length > 0
