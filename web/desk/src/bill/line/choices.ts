import { useQuery } from '@tanstack/vue-query'
import type { Card, CardPlan, Service } from 'api-client'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { everyPage } from '@/app/every-page'
import { useSession } from '@/app/session'
import { cardPlans } from '@/card/api'
import { services } from '@/catalogue/api'
import type { Findable } from './matching'

/** Something that can be put on a bill. */
export type Choice = Findable & { id: string; group: string } & (
    | { kind: 'service'; service: Service }
    | { kind: 'card_sale'; plan: CardPlan }
    | { kind: 'top_up'; card: Card }
  )

export function useServices() {
  return useQuery({
    queryKey: ['catalogue', 'active'],
    queryFn: () => everyPage((after) => services({ active: true, after, limit: 100 })),
    staleTime: 60_000,
  })
}

export function usePlans() {
  const session = useSession()
  return useQuery({
    queryKey: ['card', 'plans'],
    queryFn: () => everyPage(cardPlans),
    enabled: computed(() => session.may('card.read')),
    staleTime: 60_000,
  })
}

/** What this bill can take: services, and for a known customer cards to buy and to top up. */
export function useChoices(cards: ComputedRef<Card[]>, known: ComputedRef<boolean>) {
  const { t } = useI18n()
  const list = useServices()
  const plans = usePlans()

  const ofServices = computed<Choice[]>(() =>
    (list.data.value ?? []).map((service) => ({
      kind: 'service',
      service,
      id: service.id,
      group: service.category,
      code: service.code,
      name: service.name,
      pinyin: service.pinyin,
    })),
  )
  const ofCards = computed<Choice[]>(() =>
    cards.value
      .filter((card) => card.kind === 'stored_value' && card.state === 'active')
      .map((card) => ({
        kind: 'top_up',
        card,
        id: card.id,
        group: t('bill.adder.top_up'),
        code: '',
        name: t('bill.adder.top_up_card', { number: card.number.slice(-4), plan: card.plan_name }),
        pinyin: 'cz',
      })),
  )
  const ofPlans = computed<Choice[]>(() =>
    (plans.data.value ?? [])
      .filter((plan) => plan.active)
      .map((plan) => ({
        kind: 'card_sale',
        plan,
        id: plan.id,
        group: t('bill.adder.card_sale'),
        code: '',
        name: plan.name,
        pinyin: 'bk',
      })),
  )
  return {
    choices: computed(() => [
      ...ofServices.value,
      ...(known.value ? [...ofCards.value, ...ofPlans.value] : []),
    ]),
    plans: computed(() => plans.data.value ?? []),
    loading: list.isPending,
    error: list.error,
  }
}
