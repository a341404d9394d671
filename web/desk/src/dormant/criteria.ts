import type { DormantQuery } from 'api-client'

/** Whether anything besides the kinds narrows what is looked for. */
export function narrows(wanted: DormantQuery): boolean {
  const { number_from, number_to, opened_from, opened_to, idle_since } = wanted
  return [number_from, number_to, opened_from, opened_to, idle_since].some(Boolean)
}
