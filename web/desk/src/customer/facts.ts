import { useQuery } from '@tanstack/vue-query'
import type { Id } from 'api-client'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/app/session'
import { cardsOf } from '@/card/api'
import { customer as fetchCustomer, points as fetchPoints } from './api'

/** What the desk needs to know about who sits there: the person, the cards, the points. */
export function useCustomerFacts(wanted: MaybeRefOrGetter<Id | null>) {
  const session = useSession()
  const id = computed(() => toValue(wanted))
  const given = computed(() => id.value !== null)
  const person = useQuery({
    queryKey: computed(() => ['customer', 'one', id.value]),
    queryFn: () => fetchCustomer(id.value ?? ''),
    enabled: given,
  })
  const cards = useQuery({
    queryKey: computed(() => ['card', 'of', id.value]),
    queryFn: () => cardsOf(id.value ?? ''),
    enabled: computed(() => given.value && session.may('card.read')),
  })
  const points = useQuery({
    queryKey: computed(() => ['loyalty', 'points', id.value]),
    queryFn: () => fetchPoints(id.value ?? ''),
    enabled: computed(() => given.value && session.may('card.read')),
  })
  return {
    customer: computed(() => (given.value ? person.data.value : undefined)),
    loading: person.isLoading,
    error: person.error,
    refetch: () => void person.refetch(),
    cards: computed(() => (given.value ? (cards.data.value?.items ?? []) : [])),
    cardsLoading: cards.isLoading,
    points: computed(() => points.data.value?.points ?? null),
  }
}
