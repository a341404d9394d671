import { useQuery } from '@tanstack/vue-query'
import type { Debt, Id } from 'api-client'
import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/app/session'
import { debts } from '../api'

/** What a customer still owes this branch. */
export function useOpenDebts(customer: ComputedRef<Id | null>) {
  const session = useSession()
  const branch = computed(() => session.branch?.id ?? '')
  const found = useQuery({
    queryKey: computed(() => ['bill', 'debt', 'of', branch.value, customer.value]),
    queryFn: () =>
      debts({ branch: branch.value, customer: customer.value ?? undefined, open: true }),
    enabled: computed(
      () => branch.value !== '' && customer.value !== null && session.mayHere('bill.read'),
    ),
  })
  return computed<Debt[]>(() => (customer.value ? (found.data.value?.items ?? []) : []))
}
