import { toHalfWidth } from '@/app/money'

/** What can be found by what somebody types. */
export interface Findable {
  code: string
  name: string
  /** Initials, in lower case. */
  pinyin: string
}

export interface Entry {
  query: string
  quantity: number
}

/** Reads "A01*2" or "剪发 x3" into what is meant and how often; without a number it is once. */
export function readEntry(text: string): Entry {
  const plain = toHalfWidth(text).trim()
  const [, query, quantity] = /^(.*?)\s*[*x×](\d{1,3})$/i.exec(plain) ?? []
  const count = Number(quantity)
  if (query === undefined || count < 1) return { query: plain.toLowerCase(), quantity: 1 }
  return { query: query.toLowerCase(), quantity: count }
}

/** Small is good; `null` is no match. */
function rank(item: Findable, query: string): number | null {
  const code = item.code.toLowerCase()
  const name = item.name.toLowerCase()
  const pinyin = item.pinyin.toLowerCase()
  if (code === query || name === query) return 0
  if (pinyin === query) return 1
  if (code.startsWith(query)) return 2
  if (name.startsWith(query)) return 3
  if (pinyin.startsWith(query)) return 4
  if (name.includes(query)) return 5
  return pinyin.includes(query) ? 6 : null
}

/** Whether what was typed names this and nothing more. */
export function isExact(item: Findable, query: string): boolean {
  const found = rank(item, query)
  return query !== '' && found !== null && found <= 1
}

/** What fits best first; what fits equally well stays in the order of the list. */
export function findBest<T extends Findable>(items: readonly T[], query: string): T[] {
  if (query === '') return [...items]
  return items
    .map((item, index) => ({ item, index, rank: rank(item, query) }))
    .filter((one): one is typeof one & { rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map((one) => one.item)
}
