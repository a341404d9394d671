import type { Page } from 'api-client'

/** Price lists and staff are short; this bounds what a surprise may cost. */
const MOST_PAGES = 20

/** All items of a list that is chosen from as a whole. */
export async function everyPage<T>(
  fetch: (after: string | null) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = []
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Page<T> = await fetch(after)
    items.push(...answer.items)
    after = answer.next
    if (after === null) break
  }
  return items
}
