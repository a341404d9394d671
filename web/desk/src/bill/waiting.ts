import { useQuery } from '@tanstack/vue-query'
import type { BillSummary, Id } from 'api-client'
import { computed } from 'vue'
import { useSession } from '@/app/session'
import { bills } from './api'

export const waitingKey = (branch: Id) => ['bill', 'list', 'waiting', branch]

async function fetchWaiting(branch: Id): Promise<BillSummary[]> {
  const [open, parked] = await Promise.all([
    bills({ branch, state: 'open', limit: 100 }),
    bills({ branch, state: 'parked', limit: 100 }),
  ])
  return [...open.items, ...parked.items].sort((a, b) => a.number - b.number)
}

/** The branch's bills that still wait to be paid: open at some till, or parked. */
export function useWaitingBills() {
  const session = useSession()
  const branch = computed(() => session.branch?.id ?? '')
  const query = useQuery({
    queryKey: computed(() => waitingKey(branch.value)),
    queryFn: () => fetchWaiting(branch.value),
    enabled: computed(() => branch.value !== '' && session.may('bill.read')),
  })
  return {
    waiting: computed(() => query.data.value ?? []),
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
  }
}
