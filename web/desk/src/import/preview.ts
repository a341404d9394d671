import { useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Id, ImportPreview } from 'api-client'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { checkSheet } from './api'

const keyOf = (id: Id) => ['import-preview', id]

/**
 * What the server made of the sheet. It comes with each check; after a reload it is asked for
 * with the columns as the server recognises them.
 */
export function usePreview(id: MaybeRefOrGetter<Id>, wanted: MaybeRefOrGetter<boolean>) {
  const queries = useQueryClient()
  const query = useQuery<ImportPreview>({
    queryKey: computed(() => keyOf(toValue(id))),
    queryFn: () => checkSheet(toValue(id), {}),
    enabled: computed(() => toValue(wanted)),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
  return {
    preview: query.data,
    keep: (now: ImportPreview) => queries.setQueryData(keyOf(now.id), now),
  }
}

/**
 * One header feeds one field: giving it to another field takes it from the first.
 * A field that reads from nothing says so with an empty header.
 */
export function mapColumn(
  columns: Record<string, string>,
  field: string,
  header: string,
): Record<string, string> {
  const others = Object.entries(columns).map(([one, from]) => [one, from === header ? '' : from])
  return { ...Object.fromEntries(others), [field]: header }
}
