import { MutationCache, QueryCache, QueryClient } from '@tanstack/vue-query'
import { OfflineError, ProblemError } from 'api-client'

/** Repeats only what may succeed without anybody doing something: a missing network, a busy server. */
function worthRepeating(failures: number, error: Error): boolean {
  if (error instanceof OfflineError) return failures < 4
  return error instanceof ProblemError && error.status === 503 && failures < 3
}

/** One cache of server answers; `onSignedOut` is called when the server no longer knows this session. */
export function createQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    const refused = error instanceof ProblemError && error.status === 401
    if (refused && !isCredential(error)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: worthRepeating,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 8000),
        staleTime: 10_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** A wrong password or PIN also answers 401, but says nothing about the session. */
function isCredential(error: ProblemError): boolean {
  return /_wrong$/.test(error.code)
}
