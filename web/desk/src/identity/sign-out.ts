import { useQueryClient } from '@tanstack/vue-query'
import { useRouter } from 'vue-router'
import { forgetAll } from '@/app/kept'
import { useSession } from '@/app/session'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { signOut } from './api'

/** Ends the session and forgets everything this device knew; another person may sit here next. */
export function useSignOut(end: () => Promise<void> = signOut) {
  const session = useSession()
  const queries = useQueryClient()
  const router = useRouter()
  const { say } = useProblems()

  return async () => {
    try {
      await end()
    } catch (error) {
      notice(say(error), 'bad')
      return
    }
    await router.push({ name: 'sign-in' })
    session.leave()
    queries.clear()
    forgetAll()
  }
}
