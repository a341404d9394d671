import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { ProblemError, type Bill, type Card, type Minor, type PayWish } from 'api-client'
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { pay, settlement } from '../api'
import { useAttempt } from '../attempt'
import {
  aboveOf,
  changeOf,
  chooseMoney,
  dropTender,
  proposeTenders,
  restOf,
  toggleCard,
  wishesOf,
  type MoneyKind,
  type TenderDraft,
} from './tenders'

/** Paying one bill: the proposed way, what the person makes of it, and the payment itself. */
export function usePayment(bill: ComputedRef<Bill>, cards: ComputedRef<Card[]>) {
  const queries = useQueryClient()
  const paying = ref(false)
  const drafts = shallowRef<TenderDraft[]>([])
  /** What was to be paid when it was shown, and what it has become since. */
  const priceChange = shallowRef<{ old: Minor; now: Minor } | null>(null)

  const total = computed(() => bill.value.total)
  const proposal = computed(() => proposeTenders(bill.value, cards.value))
  const rest = computed(() => restOf(total.value, drafts.value))
  const change = computed(() => changeOf(total.value, drafts.value))
  const above = computed(() => aboveOf(total.value, drafts.value))
  const wishes = computed(() => wishesOf(drafts.value))

  const attempt = useAttempt((wish: PayWish, key: string) => pay(bill.value.id, wish, key))
  const locked = computed(() => attempt.state.value !== 'idle')
  const ready = computed(
    () => bill.value.lines.length > 0 && rest.value === 0 && above.value === 0 && !locked.value,
  )

  /** What the server makes of it: parts of principal and bonus above all. The version in its key keeps it true. */
  const preview = useQuery({
    queryKey: computed(() => [
      'settlement',
      bill.value.id,
      bill.value.version,
      JSON.stringify(wishes.value),
    ]),
    queryFn: () => settlement(bill.value.id, wishes.value),
    enabled: computed(() => paying.value && wishes.value.length > 0 && !locked.value),
    placeholderData: keepPreviousData,
    retry: false,
  })

  function start() {
    drafts.value = proposal.value
    priceChange.value = null
    paying.value = true
  }
  function stop() {
    if (!locked.value) paying.value = false
  }

  watch(total, (now, old) => {
    if (!paying.value || now === old || bill.value.paid_at) return
    priceChange.value = { old: priceChange.value?.old ?? old, now }
    drafts.value = proposal.value
  })

  async function finish(answer: Bill | null): Promise<Bill | null> {
    if (answer) {
      for (const name of ['card', 'loyalty', 'customer', 'report']) {
        void queries.invalidateQueries({ queryKey: [name] })
      }
      return answer
    }
    const error = attempt.error.value
    // Somebody changed or paid it: what is on screen is no longer true.
    if (error instanceof ProblemError && error.status === 409) {
      await queries.invalidateQueries({ queryKey: ['bill', 'one', bill.value.id] })
      await queries.invalidateQueries({ queryKey: ['card'] })
    }
    return null
  }

  return {
    paying,
    drafts,
    proposal,
    rest,
    change,
    above,
    ready,
    locked,
    priceChange,
    preview: computed(() => (wishes.value.length > 0 ? preview.data.value : undefined)),
    previewError: computed(() => (locked.value ? null : preview.error.value)),
    state: attempt.state,
    error: attempt.error,
    start,
    stop,
    choose: (kind: MoneyKind) => (drafts.value = chooseMoney(total.value, drafts.value, kind)),
    toggle: (card: Card) => (drafts.value = toggleCard(bill.value, drafts.value, card)),
    drop: (id: number) => (drafts.value = dropTender(drafts.value, id)),
    set: (id: number, part: Partial<TenderDraft>) =>
      (drafts.value = drafts.value.map((one) => (one.id === id ? { ...one, ...part } : one))),
    send: async () => {
      const wish = { tenders: wishes.value, expected_total: total.value }
      return finish(await attempt.run(wish))
    },
    askAgain: async () => finish(await attempt.askAgain()),
    settled: attempt.reset,
  }
}

export type Payment = ReturnType<typeof usePayment>
