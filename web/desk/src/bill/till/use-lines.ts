import type { Bill, BillLine, Id, ItemChoice, NewLine, Reduction } from 'api-client'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import * as api from '../api'
import { onceMore, reducedAgain } from '../line/again'
import type { Choice } from '../line/choices'
import { inOrder } from '../line/facts'
import { useItemOf } from '../line/items'
import { plainShares } from '../line/shares'
import type { Asking } from './asking'

const UNDO_FOR = 10_000

export type Change = (run: () => Promise<Bill>) => Promise<boolean>

/** The lines of a bill at the till: which one is worked on, and everything that is done to them at once. */
export function useLines(bill: ComputedRef<Bill>, change: Change, asking: Ref<Asking | null>) {
  const lines = computed(() => inOrder(bill.value.lines))
  const selectedId = ref('')
  const selected = computed(() => bill.value.lines.find((one) => one.id === selectedId.value))
  /** The service that is worked on: what is chosen next may be done along with it. */
  const parent = computed(() => {
    const line = selected.value
    const of = line?.add_on_of
    return of ? bill.value.lines.find((one) => one.id === of) : line
  })
  const service = useItemOf(parent)

  // The newest line is the one to be worked on next.
  watch(
    () => bill.value.lines.length,
    (now, before = 0) => {
      if (now > before || !selected.value) selectedId.value = bill.value.lines.at(-1)?.id ?? ''
    },
    { immediate: true },
  )

  const ownOf = (line: BillLine) => bill.value.reductions.filter((one) => one.line === line.id)
  /** Who did the line before mostly does the next one too. */
  const lastShares = () =>
    plainShares(bill.value.lines.findLast((line) => line.shares.length)?.shares ?? [])

  const add = (line: NewLine) => change(() => api.addLine(bill.value.id, line))
  function addAlong(line: BillLine, { id }: ItemChoice) {
    const shares = plainShares(line.shares)
    return add({ kind: 'service', service: id, add_on_of: line.id, shares })
  }
  /** The same thing scanned again is one more of it. */
  function addProduct(product: Id, quantity: number) {
    const same = bill.value.lines.find((one) => one.kind === 'product' && one.item === product)
    if (!same) return add({ kind: 'product', product, quantity, shares: lastShares() })
    selectedId.value = same.id
    return setQuantity(same, same.quantity + quantity)
  }
  function choose(choice: Choice, quantity: number, variant: ItemChoice | null) {
    const worked = { quantity, shares: lastShares() }
    switch (choice.kind) {
      case 'service':
        return void add({ kind: 'service', service: choice.id, variant: variant?.id, ...worked })
      case 'product':
        return void addProduct(choice.id, quantity)
      case 'add_on':
        return void addAlong(choice.parent, choice.addOn)
      case 'card_sale':
        return void add({ kind: 'card_sale', plan: choice.id, shares: lastShares() })
      case 'top_up':
        return void (asking.value = { name: 'top_up', card: choice.card })
      case 'repayment':
        return void (asking.value = { name: 'repayment', debt: choice.debt })
      default:
        asking.value = { name: choice.kind }
    }
  }
  function setQuantity(line: BillLine, quantity: number) {
    const customer = line.customer?.id ?? null
    const wish = { quantity, shares: plainShares(line.shares), customer }
    return change(() => api.changeLine(bill.value.id, line.id, wish))
  }
  const dropReduction = (one: Reduction) => change(() => api.removeReduction(bill.value.id, one.id))

  /** What was taken off by mistake comes back with its people, what was done along with it, and its reductions. */
  const removed = shallowRef<{ lines: BillLine[]; reductions: Reduction[] } | null>(null)
  let timer = 0
  onScopeDispose(() => window.clearTimeout(timer))
  async function remove(line: BillLine) {
    const gone = [line, ...bill.value.lines.filter((one) => one.add_on_of === line.id)]
    const reductions = gone.flatMap(ownOf)
    if (!(await change(() => api.removeLine(bill.value.id, line.id)))) return
    window.clearTimeout(timer)
    removed.value = onceMore(line) ? { lines: gone, reductions } : null
    timer = window.setTimeout(() => (removed.value = null), UNDO_FOR)
  }
  async function undoRemove() {
    const taken = removed.value
    removed.value = null
    let first: Id | null = null
    for (const line of taken?.lines ?? []) {
      const wish = onceMore(line, first ?? line.add_on_of)
      if (!wish || !(await add(wish))) return
      const now = bill.value.lines.at(-1)?.id ?? ''
      first ??= now
      for (const one of taken?.reductions.filter((given) => given.line === line.id) ?? []) {
        await change(() => api.reduce(bill.value.id, reducedAgain(one, now)))
      }
    }
  }

  return {
    lines,
    selectedId,
    selected,
    parent,
    service,
    ownOf,
    lastShares,
    addAlong,
    choose,
    setQuantity,
    dropReduction,
    removed,
    remove,
    undoRemove,
  }
}
