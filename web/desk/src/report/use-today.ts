import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useSession } from '@/app/session'
import { today } from './api'

/** The figures of the branch's business day; nothing is asked without the permission. */
export function useToday() {
  const session = useSession()
  const branch = computed(() => session.branch?.id ?? '')
  const allowed = computed(() => branch.value !== '' && session.mayHere('report.read'))
  const query = useQuery({
    queryKey: computed(() => ['report', 'today', branch.value]),
    queryFn: () => today(branch.value),
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
