import { useQuery } from '@tanstack/vue-query'
import type { Bill, BillLine, Card, CardPlan, Debt, Item, ItemChoice, Minor } from 'api-client'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { everyPage } from '@/app/every-page'
import { useSession } from '@/app/session'
import { cardPlans } from '@/card/api'
import { useMoney } from '@/app/ui/money-format'
import { useOpenDebts } from '../debt/open-debts'
import { findBest, isExact, type Findable } from './matching'
import { holdsMoney } from '@/card/kinds'

/** Something that can be put on a bill. */
export type Choice = Findable & { id: string; group: string; price: Minor | null } & (
    | { kind: 'service' | 'product'; item: Item }
    | { kind: 'add_on'; addOn: ItemChoice; parent: BillLine }
    | { kind: 'card_sale'; plan: CardPlan }
    | { kind: 'top_up'; card: Card }
    | { kind: 'repayment'; debt: Debt }
    | { kind: 'tip' | 'fee' }
  )

export function usePlans() {
  const session = useSession()
  return useQuery({
    queryKey: ['card', 'plans', 'all'],
    queryFn: () => everyPage(cardPlans),
    enabled: computed(() => session.may('card.read')),
    staleTime: 60_000,
  })
}

export function choiceOf(item: Item): Choice {
  const { kind, id, category: group, code, name, pinyin } = item
  const variants = item.variants.map((one) => one.price)
  const price = variants.length > 0 ? Math.min(...variants) : item.price
  return { kind, item, id, group, code, name, pinyin, price }
}

/** The ways in which it is done, where there are several. */
export const variantsOf = (choice: Choice): ItemChoice[] =>
  choice.kind === 'service' ? choice.item.variants : []

/** How many are on the shelf, of what is counted. */
export const onHandOf = (choice: Choice): number | null =>
  choice.kind === 'product' ? choice.item.on_hand : null

/** Whether the branch has less of it than would be sold. */
export function isShort(choice: Choice, quantity: number): boolean {
  const onHand = onHandOf(choice)
  return onHand !== null && onHand < quantity
}

interface Around {
  bill: ComputedRef<Bill>
  cards: ComputedRef<Card[]>
  /** The line that is worked on, and its service. */
  parent: ComputedRef<BillLine | undefined>
  service: ComputedRef<Item | undefined>
}

/** What this bill can take beside the price list: what goes with a line, cards, debts, tips and fees. */
export function useChoices({ bill, cards, parent, service }: Around) {
  const { t } = useI18n()
  const { money } = useMoney()
  const plans = usePlans()
  const owed = useOpenDebts(computed(() => bill.value.customer?.id ?? null))
  const known = computed(() => bill.value.customer !== null)

  const addOns = computed<Choice[]>(() => {
    const line = parent.value
    if (!line) return []
    return (service.value?.add_ons ?? []).map((addOn) => ({
      kind: 'add_on',
      addOn,
      parent: line,
      id: `${line.id} ${addOn.id}`,
      group: t('bill.adder.along_with', { name: line.name }),
      code: '',
      name: addOn.name,
      pinyin: '',
      price: addOn.price,
    }))
  })
  const topUps = computed<Choice[]>(() =>
    cards.value
      .filter((card) => holdsMoney(card.kind) && !card.bearer && card.state === 'active')
      .map((card) => ({
        kind: 'top_up',
        card,
        id: card.id,
        group: t('bill.adder.top_up'),
        code: '',
        name: t('bill.adder.top_up_card', { number: card.number.slice(-4), plan: card.plan_name }),
        pinyin: 'cz',
        price: null,
      })),
  )
  const sales = computed<Choice[]>(() =>
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
        price: plan.price,
      })),
  )
  const repayments = computed<Choice[]>(() =>
    owed.value
      .filter((debt) => !bill.value.lines.some((line) => line.debt === debt.id))
      .map((debt) => ({
        kind: 'repayment',
        debt,
        id: debt.id,
        group: t('bill.adder.repayment'),
        code: '',
        name: t('bill.adder.repay', { number: debt.bill_number, left: money(debt.left) }),
        pinyin: 'hk',
        price: debt.left,
      })),
  )
  const extras = computed<Choice[]>(() =>
    (['tip', 'fee'] as const).map((kind) => ({
      kind,
      id: kind,
      group: t('bill.adder.extras'),
      code: '',
      name: t(`bill.kind.${kind}`),
      pinyin: kind === 'tip' ? 'xf' : 'fy',
      price: null,
    })),
  )

  const others = computed(() => [
    ...(known.value ? [...repayments.value, ...topUps.value, ...sales.value] : []),
    ...extras.value,
  ])

  /** All of it in the order to be shown: while nothing is typed by groups, then by what fits. */
  function arranged(items: readonly Item[], query: string): Choice[] {
    const offered = items.map(choiceOf)
    if (query === '') return [...addOns.value, ...offered, ...others.value]
    const fitting = findBest([...addOns.value, ...others.value], query)
    const exact = fitting.filter((one) => isExact(one, query))
    return [...exact, ...offered, ...fitting.filter((one) => !exact.includes(one))]
  }

  return { arranged, plans: computed(() => plans.data.value ?? []) }
}
