import { useQuery } from '@tanstack/vue-query'
import type { Day } from 'api-client'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/app/session'
import { today } from './api'

/** The figures of a business day of the branch, by itself of the one that is now; nothing is asked without the permission. */
export function useToday(day?: MaybeRefOrGetter<Day | undefined>) {
  const session = useSession()
  const branch = computed(() => session.branch?.id ?? '')
  const allowed = computed(() => branch.value !== '' && session.mayHere('report.read'))
  const query = useQuery({
    queryKey: computed(() => ['report', 'today', branch.value, toValue(day)]),
    queryFn: () => today(branch.value, toValue(day)),
    enabled: allowed,
  })
  return {
    allowed,
    today: computed(() => (allowed.value ? query.data.value : undefined)),
    loading: query.isLoading,
    error: query.error,
    retry: () => void query.refetch(),
  }
}
