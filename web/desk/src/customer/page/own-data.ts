import type { Id } from 'api-client'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { ownData } from '../api'

/** Hands the customer's own data to the browser as a file. */
export function useOwnData() {
  const { say } = useProblems()
  return async (id: Id, number: string) => {
    try {
      const address = URL.createObjectURL(await ownData(id))
      const link = document.createElement('a')
      link.href = address
      link.download = `${number}.json`
      link.click()
      URL.revokeObjectURL(address)
    } catch (error) {
      notice(say(error), 'bad')
    }
  }
}
