import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import {
  ProblemError,
  type Bill,
  type BillLine,
  type Card,
  type Id,
  type Minor,
  type PayWish,
  type PrepaidNotice,
  type Proof,
  type RateOffer,
  type Unapplied,
} from 'api-client'
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useDates } from '@/app/dates'
import { forget, keep, kept } from '@/app/kept'
import { useSession } from '@/app/session'
import { pay, settlement, unapplied } from '../api'
import { useAttempt } from '../attempt'
import {
  aboveOf,
  changeOf,
  chooseMoney,
  dropTender,
  proposeTenders,
  renumbered,
  restOf,
  takeOffer,
  toggleCard,
  toggleReceipt,
  toggleVisit,
  visitCardFor,
  type OpenKind,
  type TenderDraft,
} from './tenders'
import { wishesOf } from './wishes'

/** What a reload gives back. A proof is never kept: who hands over a card proves it once more. */
interface Kept {
  total: Minor
  drafts: TenderDraft[]
}

/** Money of the reversed bill that this one stands for. */
function useReceipts(bill: ComputedRef<Bill>) {
  const found = useQuery({
    queryKey: computed(() => ['bill', 'unapplied', bill.value.branch, 'till']),
    queryFn: () => unapplied(bill.value.branch),
    enabled: computed(() => bill.value.replaces !== null),
  })
  return computed<Unapplied[]>(() =>
    (found.data.value?.items ?? []).filter(
      (one) => one.bill === bill.value.replaces && one.left > 0,
    ),
  )
}

/** Paying one bill: the proposed way, what the person makes of it, and the payment itself. */
export function usePayment(bill: ComputedRef<Bill>, own: ComputedRef<Card[]>) {
  const queries = useQueryClient()
  const session = useSession()
  const { today } = useDates()
  const paying = ref(false)
  const drafts = shallowRef<TenderDraft[]>([])
  /** What was to be paid when it was shown, and what it has become since. */
  const priceChange = shallowRef<{ old: Minor; now: Minor } | null>(null)
  /** Cards that somebody else hands over, and what proves that they may. */
  const friends = shallowRef<Card[]>([])
  const proofs = shallowRef<ReadonlyMap<Id, Proof>>(new Map())
  /** Lines for which nobody wants a visit taken, although a card has one. */
  const without = shallowRef<ReadonlySet<Id>>(new Set())

  const receipts = useReceipts(bill)
  /** Visits that are over pay nothing, and a gift card only for who has its code. */
  const usable = (one: Card) =>
    !one.bearer && (one.valid_until === null || one.valid_until >= today())
  const inTime = computed(() => own.value.filter(usable))
  const cards = computed(() => [...inTime.value, ...friends.value])
  /** What the bill costs while a card pays by its rates; those of the bill itself come with the server's answer. */
  const offers = computed(() => preview.data.value?.offers ?? [])
  const byRates = computed(() =>
    paying.value ? drafts.value.find((one) => one.rates)?.card : undefined,
  )
  const total = computed(() => {
    const taken = offers.value.find((one) => one.card === byRates.value)
    return taken?.total ?? bill.value.total
  })
  /** What is to be paid by others than a card, which takes its rates with it when it goes. */
  const beside = (card?: Id) =>
    card && card === byRates.value ? bill.value : { ...bill.value, total: total.value }
  const proposal = computed(() =>
    proposeTenders(bill.value, inTime.value, { without: without.value, waiting: receipts.value }),
  )
  const rest = computed(() => restOf(total.value, drafts.value))
  const change = computed(() => changeOf(total.value, drafts.value))
  const above = computed(() => aboveOf(total.value, drafts.value))
  const wishes = computed(() => wishesOf(drafts.value, proofs.value))
  /** To look at, nobody has to prove anything; and what needs a release is not asked for twice. */
  const shown = computed(() => wishesOf(drafts.value))
  const mayLook = computed(
    () =>
      session.mayHere('bill.on_account') || shown.value.every((one) => one.kind !== 'on_account'),
  )

  /** Why a card is to hold more than the rules for prepaid cards want it to. */
  const reason = ref('')

  const attempt = useAttempt((wish: PayWish, key: string) => pay(bill.value.id, wish, key))
  const locked = computed(() => attempt.state.value !== 'idle')
  const complete = computed(
    () => bill.value.lines.length > 0 && rest.value === 0 && above.value === 0 && !locked.value,
  )

  /** What the server makes of it: parts of principal and bonus above all. The version in its key keeps it true. */
  const preview = useQuery({
    queryKey: computed(() => [
      'settlement',
      bill.value.id,
      bill.value.version,
      JSON.stringify(shown.value),
    ]),
    queryFn: () => settlement(bill.value.id, shown.value),
    enabled: computed(
      () => paying.value && mayLook.value && shown.value.length > 0 && !locked.value,
    ),
    placeholderData: keepPreviousData,
    retry: false,
  })

  const notices = computed(() => preview.data.value?.notices ?? [])
  const said = (severity: PrepaidNotice['severity']) =>
    notices.value.some((one) => one.severity === severity)
  const heeded = computed(() => !said('refuse') && (!said('warn') || reason.value.trim() !== ''))
  const ready = computed(() => complete.value && heeded.value)

  const keptName = () => `pay.${bill.value.id}`
  watch([paying, drafts], () => {
    if (paying.value)
      keep(keptName(), { total: bill.value.total, drafts: drafts.value } satisfies Kept)
    else forget(keptName())
  })
  /** Goes on where a reload interrupted, as long as the same is to be paid. */
  function goOn() {
    const before = kept<Kept>(keptName())
    if (!before || before.total !== bill.value.total || bill.value.paid_at) return
    const mine = before.drafts.filter((one) => !one.card || knows(one.card))
    drafts.value = renumbered(mine)
    paying.value = true
  }
  const knows = (card: Id) => cards.value.some((one) => one.id === card)

  function start() {
    drafts.value = proposal.value
    priceChange.value = null
    reason.value = ''
    paying.value = true
  }
  function stop() {
    if (!locked.value) paying.value = false
  }

  watch(
    () => bill.value.total,
    (now, old) => {
      if (!paying.value || now === old || bill.value.paid_at) return
      priceChange.value = { old: priceChange.value?.old ?? old, now }
      drafts.value = proposal.value
    },
  )

  /** The card whose visits can pay a line, whether they do or not. */
  const visitCard = (line: BillLine) => visitCardFor(bill.value, line, cards.value)
  const visitOf = (line: BillLine, all = proposal.value) =>
    all.find((one) => (one.kind === 'visits' || one.kind === 'time') && one.line === line.id)
  /** Before paying begins: whether the proposal may take a visit for this line. */
  function wantVisit(line: BillLine, wanted: boolean) {
    const others = new Set(without.value)
    if (wanted) others.delete(line.id)
    else others.add(line.id)
    without.value = others
  }

  function lend(card: Card, proof: Proof) {
    friends.value = [...friends.value.filter((one) => one.id !== card.id), card]
    proofs.value = new Map([...proofs.value, [card.id, proof]])
    if (drafts.value.some((one) => one.card === card.id)) return
    const line = bill.value.lines.find((one) => visitCardFor(bill.value, one, [card]))
    drafts.value =
      (card.visits.length > 0 || card.time) && line
        ? toggleVisit(bill.value, drafts.value, line, card, cards.value)
        : toggleCard(bill.value, drafts.value, card)
  }

  async function finish(answer: Bill | null): Promise<Bill | null> {
    if (answer) {
      for (const name of ['card', 'loyalty', 'customer', 'report', 'bill', 'catalogue', 'stock']) {
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
    cards,
    friends,
    receipts,
    rest,
    change,
    above,
    ready,
    locked,
    priceChange,
    notices,
    reason,
    total,
    offers,
    byRates,
    preview: computed(() =>
      mayLook.value && shown.value.length > 0 ? preview.data.value : undefined,
    ),
    previewError: computed(() => (locked.value || !mayLook.value ? null : preview.error.value)),
    state: attempt.state,
    error: attempt.error,
    start,
    stop,
    goOn,
    visitCard,
    visitOf,
    wantVisit,
    lend,
    choose: (kind: OpenKind) => (drafts.value = chooseMoney(total.value, drafts.value, kind)),
    toggle: (card: Card) => (drafts.value = toggleCard(beside(card.id), drafts.value, card)),
    toggleReceipt: (one: Unapplied) => (drafts.value = toggleReceipt(beside(), drafts.value, one)),
    /** Takes up what a card charges, or lets go of it. */
    toggleOffer: (offer: RateOffer) => {
      const pays = cards.value.find((one) => one.id === offer.card)?.reach.pays ?? 'everything'
      const taken = offer.card === byRates.value
      drafts.value = taken ? proposal.value : takeOffer(drafts.value, offer, pays)
    },
    toggleVisit: (line: BillLine, card: Card) =>
      (drafts.value = toggleVisit(bill.value, drafts.value, line, card, cards.value)),
    drop: (id: number) => (drafts.value = dropTender(drafts.value, id)),
    set: (id: number, part: Partial<TenderDraft>) =>
      (drafts.value = drafts.value.map((one) => (one.id === id ? { ...one, ...part } : one))),
    explain: (why: string) => (reason.value = why),
    send: async () => {
      const why = said('warn') ? { prepaid_reason: reason.value } : {}
      const wish = { tenders: wishes.value, expected_total: total.value, ...why }
      return finish(await attempt.run(wish))
    },
    askAgain: async () => finish(await attempt.askAgain()),
    settled: () => {
      attempt.reset()
      forget(keptName())
    },
  }
}

export type Payment = ReturnType<typeof usePayment>
