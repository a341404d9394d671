import type { Bill, Card, Id, Minor, TenderWish } from 'api-client'

export const MONEY_KINDS = ['cash', 'wechat', 'alipay', 'bank_card'] as const
export type MoneyKind = (typeof MONEY_KINDS)[number]
export type TenderKind = MoneyKind | 'card'

/** A way to pay as it stands on the screen; for cash, `amount` is what the customer hands over. */
export interface TenderDraft {
  id: number
  kind: TenderKind
  amount: Minor | null
  reference: string
  card: Id | null
}

/** What is needed of a bill to pay it. */
export type Payable = Pick<Bill, 'total' | 'lines'>
/** What is needed of a card to pay with it. */
export type Purse = Pick<Card, 'id' | 'kind' | 'state' | 'principal' | 'bonus'>

let lastId = 0
function draft(kind: TenderKind, amount: Minor, card: Id | null = null): TenderDraft {
  lastId += 1
  return { id: lastId, kind, amount, reference: '', card }
}

export const balanceOf = (card: Purse): Minor => card.principal + card.bonus

/** Cards that can pay at all. */
export function purses<P extends Purse>(cards: readonly P[]): P[] {
  return cards.filter(
    (one) => one.kind === 'stored_value' && one.state === 'active' && balanceOf(one) > 0,
  )
}

/** Kinds of lines that buy value ahead: they take money only. */
const AHEAD = new Set(['card_sale', 'top_up'])

/** What cards may pay of the bill. */
export function payableByCard({ total, lines }: Payable): Minor {
  const ahead = lines.filter((line) => AHEAD.has(line.kind))
  return total - ahead.reduce((sum, line) => sum + line.net, 0)
}

function sumOf(drafts: readonly TenderDraft[]): Minor {
  return drafts.reduce((sum, one) => sum + (one.amount ?? 0), 0)
}

const isCash = (one: TenderDraft) => one.kind === 'cash'
const isMoney = (one: TenderDraft) => one.kind !== 'card'

/** Still missing. */
export function restOf(total: Minor, drafts: readonly TenderDraft[]): Minor {
  return Math.max(0, total - sumOf(drafts))
}

/** What goes back to the customer: only cash can be too much. */
export function changeOf(total: Minor, drafts: readonly TenderDraft[]): Minor {
  const other = sumOf(drafts.filter((one) => !isCash(one)))
  const cash = sumOf(drafts.filter(isCash))
  return Math.max(0, cash - Math.max(0, total - other))
}

/** Above the total without being cash: must be corrected before paying. */
export function aboveOf(total: Minor, drafts: readonly TenderDraft[]): Minor {
  return Math.max(0, sumOf(drafts.filter((one) => !isCash(one))) - total)
}

/** The way to pay that is right most of the time: cards for what they have, the rest in money. */
export function proposeTenders(
  bill: Payable,
  cards: readonly Purse[],
  money: MoneyKind = 'cash',
): TenderDraft[] {
  const drafts: TenderDraft[] = []
  let open = payableByCard(bill)
  for (const card of purses(cards)) {
    const amount = Math.min(open, balanceOf(card))
    if (amount <= 0) break
    drafts.push(draft('card', amount, card.id))
    open -= amount
  }
  const rest = restOf(bill.total, drafts)
  if (rest > 0) drafts.push(draft(money, rest))
  return drafts
}

/** Gives the only money tender another kind, keeping what is due and dropping what was handed over above. */
function switched(total: Minor, drafts: readonly TenderDraft[], kind: MoneyKind): TenderDraft[] {
  return drafts.map((one) => {
    if (!isMoney(one)) return one
    const due = (one.amount ?? 0) - (isCash(one) ? changeOf(total, drafts) : 0)
    return { ...one, kind, amount: due, reference: '' }
  })
}

/**
 * Somebody pressed a kind of money: the rest is paid with it. Where nothing is left to pay,
 * the customer changed their mind and the money tender becomes this kind.
 */
export function chooseMoney(
  total: Minor,
  drafts: readonly TenderDraft[],
  kind: MoneyKind,
): TenderDraft[] {
  const rest = restOf(total, drafts)
  if (rest > 0) {
    const same = drafts.find((one) => one.kind === kind)
    if (!same) return [...drafts, draft(kind, rest)]
    return drafts.map((one) => (one === same ? { ...one, amount: (one.amount ?? 0) + rest } : one))
  }
  return drafts.filter(isMoney).length === 1 ? switched(total, drafts, kind) : [...drafts]
}

/** Puts a card in front of the money tenders, or takes it away; money then pays what is left. */
export function toggleCard(
  bill: Payable,
  drafts: readonly TenderDraft[],
  card: Purse,
): TenderDraft[] {
  const used = drafts.some((one) => one.card === card.id)
  const cards = drafts.filter((one) => one.kind === 'card' && one.card !== card.id)
  const money = drafts.find(isMoney)?.kind ?? 'cash'
  if (!used) {
    const open = payableByCard(bill) - sumOf(cards)
    const amount = Math.min(open, balanceOf(card))
    if (amount > 0) cards.push(draft('card', amount, card.id))
  }
  const rest = restOf(bill.total, cards)
  return rest > 0 ? [...cards, draft(money, rest)] : cards
}

/** Takes one way to pay off the list. */
export function dropTender(drafts: readonly TenderDraft[], id: number): TenderDraft[] {
  return drafts.filter((one) => one.id !== id)
}

/** Notes a customer may hand over for what is due, smallest first. */
export function cashNotes(due: Minor, digits: number): Minor[] {
  const unit = 10 ** digits
  const notes = [1, 5, 10, 20, 50, 100].map((note) => note * unit)
  const rounded = notes.map((note) => Math.ceil(due / note) * note)
  return [...new Set(rounded)].filter((one) => one > due).sort((a, b) => a - b)
}

function wishOf(one: TenderDraft): TenderWish | null {
  const amount = one.amount ?? 0
  if (amount <= 0) return null
  if (one.kind === 'cash') return { kind: 'cash', received: amount }
  if (one.kind === 'card') return one.card ? { kind: 'card', card: one.card, amount } : null
  return { kind: one.kind, amount, reference: one.reference.trim() }
}

/** As the server takes them; empty ones are left out. */
export function wishesOf(drafts: readonly TenderDraft[]): TenderWish[] {
  return drafts.map(wishOf).filter((one) => one !== null)
}
