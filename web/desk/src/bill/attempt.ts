import { newIdempotencyKey, OfflineError, ProblemError } from 'api-client'
import { ref, shallowRef } from 'vue'

/** `unknown`: it was sent and no answer came, so it may have happened. */
export type AttemptState = 'idle' | 'sending' | 'unknown'

/** Without an answer, or with one from a server that broke down, nobody knows what happened. */
function isUnknown(error: unknown): boolean {
  return error instanceof OfflineError || (error instanceof ProblemError && error.status >= 500)
}

/**
 * Sends a command that moves value. The same wish sent again after a lost answer carries
 * the same key, so that the server does it once and answers as it did the first time.
 */
export function useAttempt<Wish, Answer>(send: (wish: Wish, key: string) => Promise<Answer>) {
  const state = ref<AttemptState>('idle')
  const error = shallowRef<unknown>(null)
  let last: { key: string; text: string; wish: Wish } | null = null

  function keyFor(wish: Wish): string {
    const text = JSON.stringify(wish)
    if (last?.text !== text) last = { key: newIdempotencyKey(), text, wish }
    return last.key
  }

  /** Gives the answer, or `null` when there is none; `error` and `state` then say why. */
  async function run(wish: Wish): Promise<Answer | null> {
    if (state.value === 'sending') return null
    const key = keyFor(wish)
    state.value = 'sending'
    error.value = null
    try {
      const answer = await send(wish, key)
      reset()
      return answer
    } catch (failure) {
      error.value = failure
      state.value = isUnknown(failure) ? 'unknown' : 'idle'
      if (state.value === 'idle') last = null
      return null
    }
  }

  /** Sends the last wish once more, unchanged. */
  async function askAgain(): Promise<Answer | null> {
    return last ? run(last.wish) : null
  }

  function reset() {
    last = null
    state.value = 'idle'
    error.value = null
  }

  return { state, error, run, askAgain, reset }
}
