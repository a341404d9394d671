import type { Minor } from 'api-client'

/** What one visit counts as: gifts are among those that share the price; the last one takes the tail. */
export function shareOf(value: Minor, visits: number): Minor {
  return visits > 0 ? Math.floor(value / visits) : 0
}
