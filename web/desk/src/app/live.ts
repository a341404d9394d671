import type { QueryClient } from '@tanstack/vue-query'

const TOPICS = [
  'identity',
  'branch',
  'staff',
  'customer',
  'notice',
  'catalogue',
  'stock',
  'card',
  'loyalty',
  'bill',
  'dormant',
  'import',
  'report',
  'till',
  'books',
  'backup',
] as const

/** News that is about the rows of other topics, too. */
const ABOUT: Record<string, string[]> = { dormant: ['customer', 'card'] }

function topicOf(data: string): string {
  try {
    const { topic } = JSON.parse(data) as { topic?: unknown }
    // `bill.paid` is news about bills.
    const [subject] = String(topic).split('.')
    return TOPICS.find((one) => one === subject) ?? ''
  } catch {
    return ''
  }
}

/**
 * Keeps what is on screen true while other devices work: answers kept under the topic's name
 * (the first part of their key) are asked for again. Figures of reports follow everything.
 * Returns how to stop.
 */
export function followChanges(queries: QueryClient): () => void {
  const source = new EventSource('/api/live')
  let connected = false
  source.addEventListener('open', () => {
    // What happened while the line was down was told to nobody here.
    if (connected) void queries.invalidateQueries()
    connected = true
  })
  source.addEventListener('changed', (event) => {
    const topic = topicOf(event.data)
    if (!topic) return
    void queries.invalidateQueries({ queryKey: [topic] })
    for (const below of ABOUT[topic] ?? []) void queries.invalidateQueries({ queryKey: [below] })
    if (topic !== 'report') void queries.invalidateQueries({ queryKey: ['report'] })
  })
  return () => source.close()
}
