import { useQuery } from '@tanstack/vue-query'
import { watch } from 'vue'
import { useSession } from '@/app/session'
import { whoAmI } from './api'

/** Keeps the session true when somebody changes roles or branches, here or on another device. */
export function useFollowMe() {
  const session = useSession()
  const { data } = useQuery({
    queryKey: ['identity', 'me'],
    queryFn: whoAmI,
    initialData: session.me ?? undefined,
    staleTime: Infinity,
  })
  watch(data, (now) => {
    if (now) session.enter(now)
  })
}
