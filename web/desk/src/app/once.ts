import { newIdempotencyKey } from 'api-client'

/**
 * Sends a command that moves value. Until an answer comes, the same wish sent again carries the
 * same key, so that the server does it once; afterwards it would be a new intention.
 */
export function useOnce() {
  let last: { text: string; key: string } | null = null
  return async function once<Wish, Answer>(
    wish: Wish,
    send: (wish: Wish, key: string) => Promise<Answer>,
  ): Promise<Answer> {
    const text = JSON.stringify(wish)
    if (last?.text !== text) last = { text, key: newIdempotencyKey() }
    const answer = await send(wish, last.key)
    last = null
    return answer
  }
}
