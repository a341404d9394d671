import type {
  Bill,
  BillLine,
  Card,
  CardCompanion,
  CardPays,
  CardTime,
  Id,
  Minor,
  RateOffer,
  Unapplied,
} from 'api-client'
import { holdsMoney } from '@/card/kinds'

export const MONEY_KINDS = ['cash', 'wechat', 'alipay', 'bank_card'] as const
export type MoneyKind = (typeof MONEY_KINDS)[number]
/** What pays a rest of any size: money, or the customer's promise of it. */
export type OpenKind = MoneyKind | 'on_account'
export type TenderKind = OpenKind | 'card' | 'visits' | 'time' | 'unapplied'

/** A way to pay as it stands on the screen; for cash, `amount` is what the customer hands over. */
export interface TenderDraft {
  id: number
  kind: TenderKind
  amount: Minor | null
  reference: string
  card: Id | null
  /** What that card may pay. */
  pays: CardPays
  /** Whether the bill is priced by what that card charges. */
  rates: boolean
  /** The line that a visit or a time card pays. */
  line: Id | null
  /** The money of a reversed bill that is taken. */
  receipt: Id | null
}

type Sold = Pick<BillLine, 'id' | 'kind' | 'item' | 'net' | 'taxes' | 'quantity'>
/** What is needed of a bill to pay it. */
export type Payable = Pick<Bill, 'total' | 'branch'> & { lines: readonly Sold[] }
/** What is needed of a card to pay with it. */
export type Purse = Pick<
  Card,
  'id' | 'kind' | 'state' | 'principal' | 'bonus' | 'bonus_max_ppm' | 'reach'
> & {
  visits: readonly { service: Id; left: number }[]
  time?: Pick<CardTime, 'services' | 'is_over' | 'uses_left'> | null
  companion?: Pick<CardCompanion, 'available'> | null
}
export type Waiting = Pick<Unapplied, 'id' | 'left'>

let lastId = 0
function draft(kind: TenderKind, amount: Minor, of: Partial<TenderDraft> = {}): TenderDraft {
  lastId += 1
  const pays: CardPays = 'everything'
  const nothing = { reference: '', card: null, pays, rates: false, line: null, receipt: null }
  return { ...nothing, ...of, id: lastId, kind, amount }
}

/** Drafts that were kept through a reload, under numbers of this one. */
export const renumbered = (drafts: readonly TenderDraft[]): TenderDraft[] =>
  drafts.map((one) => draft(one.kind, one.amount ?? 0, one))

/** What a card can pay; a companion card, what it may spend of the other one now. */
export const balanceOf = (card: Purse): Minor =>
  card.companion?.available ?? card.principal + card.bonus

/** Whether a card is used in a branch. */
const holdsIn = ({ reach }: Pick<Card, 'reach'>, branch: Id) =>
  reach.branches.length === 0 || reach.branches.includes(branch)

/** Cards that can pay any amount in a branch, those for some things before those for everything. */
export function purses<P extends Purse>(cards: readonly P[], branch: Id): P[] {
  const usable = cards.filter(
    (one) =>
      (holdsMoney(one.kind) || one.companion) &&
      one.state === 'active' &&
      balanceOf(one) > 0 &&
      holdsIn(one, branch),
  )
  const isBound = (one: P) => Number(one.reach.pays !== 'everything')
  return usable.toSorted((one, other) => isBound(other) - isBound(one))
}

/** Kinds of lines that take money only: value bought ahead, old debts, and what belongs to the staff. */
const MONEY_ONLY = new Set(['card_sale', 'top_up', 'repayment', 'tip'])

/** What a line costs with the taxes that come on top. */
export function dueOf(line: Pick<BillLine, 'net' | 'taxes'>): Minor {
  const added = line.taxes.filter((tax) => !tax.inclusive)
  return line.net + added.reduce((sum, tax) => sum + tax.amount, 0)
}

function sumOf(drafts: readonly TenderDraft[]): Minor {
  return drafts.reduce((sum, one) => sum + (one.amount ?? 0), 0)
}

const isCash = (one: TenderDraft) => one.kind === 'cash'
const isCard = (one: TenderDraft) => one.kind === 'card'
/** Pays the whole of a line, whatever that costs. */
const isVisits = (one: TenderDraft) => one.kind === 'visits' || one.kind === 'time'
/** Takes whatever is left, so that it follows when another way to pay comes or goes. */
const isOpen = (one: TenderDraft) => !['card', 'visits', 'time', 'unapplied'].includes(one.kind)

/** What cards may pay of the bill, beside the lines that visits pay. */
export function payableByCard(
  { total, lines }: Payable,
  drafts: readonly TenderDraft[] = [],
): Minor {
  const visited = new Set(drafts.filter(isVisits).map((one) => one.line))
  const others = lines.filter((line) => MONEY_ONLY.has(line.kind) || visited.has(line.id))
  return total - others.reduce((sum, line) => sum + dueOf(line), 0)
}

/** What cards that pay for some things may pay, beside what such cards pay already. */
function payableFor(pays: CardPays, bill: Payable, drafts: readonly TenderDraft[]): Minor {
  if (pays === 'everything') return bill.total
  const visited = new Set(drafts.filter(isVisits).map((one) => one.line))
  const kind = pays === 'services' ? 'service' : 'product'
  const lines = bill.lines.filter((line) => line.kind === kind && !visited.has(line.id))
  const taken = sumOf(drafts.filter((one) => isCard(one) && one.pays === pays))
  return lines.reduce((sum, line) => sum + dueOf(line), -taken)
}

/** What a card can pay of the bill: all that is on it, or no more of its bonus than it may. */
export function holdsFor(bill: Payable, drafts: readonly TenderDraft[], card: Purse): Minor {
  const { reach, principal, bonus, bonus_max_ppm } = card
  if (bonus_max_ppm === null) return balanceOf(card)
  const others = drafts.filter((one) => !isCard(one))
  const reached =
    reach.pays === 'everything' ? payableByCard(bill, others) : payableFor(reach.pays, bill, others)
  return principal + Math.min(bonus, Math.floor((reached * bonus_max_ppm) / 1_000_000))
}

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

/** What is left of a card's visits of a service when these drafts have taken theirs. */
function visitsLeft(
  lines: readonly Sold[],
  drafts: readonly TenderDraft[],
  card: Purse,
  service: Id,
): number {
  const held = card.visits.find((one) => one.service === service)?.left ?? 0
  const taken = drafts.filter((one) => isVisits(one) && one.card === card.id)
  const lineOf = (one: TenderDraft) => lines.find((line) => line.id === one.line)
  const used = taken.map(lineOf).filter((line) => line?.item === service)
  return held - used.reduce((sum, line) => sum + (line?.quantity ?? 0), 0)
}

/** Whether a card's time can pay the whole of this line: within its limit, or one of a service at a time. */
function timePays(
  lines: readonly Sold[],
  drafts: readonly TenderDraft[],
  { id, time }: Purse,
  line: Sold,
): boolean {
  if (!time || time.is_over || !time.services.some((one) => one.service === line.item)) return false
  const used = drafts
    .filter((one) => one.kind === 'time' && one.card === id)
    .map((one) => lines.find((other) => other.id === one.line))
  if (time.uses_left === null) {
    return line.quantity === 1 && used.every((one) => one?.item !== line.item)
  }
  const before = used.reduce((sum, one) => sum + (one?.quantity ?? 0), 0)
  return before + line.quantity <= time.uses_left
}

/** The card whose visits or time can pay the whole of this line, beside what the drafts use already. */
export function visitCardFor<P extends Purse>(
  { lines, branch }: Omit<Payable, 'total'>,
  line: Sold,
  cards: readonly P[],
  drafts: readonly TenderDraft[] = [],
): P | undefined {
  if (line.kind !== 'service' || dueOf(line) <= 0) return undefined
  return cards.find(
    (card) =>
      card.state === 'active' &&
      holdsIn(card, branch) &&
      (timePays(lines, drafts, card, line) ||
        visitsLeft(lines, drafts, card, line.item) >= line.quantity),
  )
}

const visit = (line: Sold, card: Purse) =>
  draft(card.time ? 'time' : 'visits', dueOf(line), { card: card.id, line: line.id })

/** Lines paid by visits, first come first served; `without` are lines for which nobody wants that. */
function proposeVisits(
  bill: Payable,
  cards: readonly Purse[],
  without: ReadonlySet<Id>,
): TenderDraft[] {
  const drafts: TenderDraft[] = []
  for (const line of bill.lines) {
    const card = without.has(line.id) ? undefined : visitCardFor(bill, line, cards, drafts)
    if (card) drafts.push(visit(line, card))
  }
  return drafts
}

/** What is wanted of a proposal beyond the bill and its cards. */
export interface Circumstances {
  /** Lines that are not to be paid by visits. */
  without?: ReadonlySet<Id>
  /** Money of the reversed bill that this one stands for. */
  waiting?: readonly Waiting[]
  money?: OpenKind
}

/** The way to pay that is right most of the time: visits, money that lies here already, cards, and the rest in money. */
export function proposeTenders(
  bill: Payable,
  cards: readonly Purse[],
  { without = new Set(), waiting = [], money = 'cash' }: Circumstances = {},
): TenderDraft[] {
  let drafts = proposeVisits(bill, cards, without)
  for (const one of waiting) drafts = withReceipt(bill, drafts, one)
  for (const card of purses(cards, bill.branch)) drafts = withCard(bill, drafts, card)
  return withRest(bill.total, drafts, money)
}

function withCard(bill: Payable, drafts: TenderDraft[], card: Purse): TenderDraft[] {
  const { pays } = card.reach
  const open = payableByCard(bill, drafts) - sumOf(drafts.filter(isCard))
  const amount = Math.min(
    open,
    payableFor(pays, bill, drafts),
    restOf(bill.total, drafts),
    holdsFor(bill, drafts, card),
  )
  return amount > 0 ? [...drafts, draft('card', amount, { card: card.id, pays })] : drafts
}

function withReceipt(bill: Payable, drafts: TenderDraft[], receipt: Waiting): TenderDraft[] {
  const amount = Math.min(restOf(bill.total, drafts), receipt.left)
  return amount > 0 ? [...drafts, draft('unapplied', amount, { receipt: receipt.id })] : drafts
}

function withRest(total: Minor, drafts: TenderDraft[], kind: OpenKind): TenderDraft[] {
  const rest = restOf(total, drafts)
  return rest > 0 ? [...drafts, draft(kind, rest)] : drafts
}

/** Gives the only open tender another kind, keeping what is due and dropping what was handed over above. */
function switched(total: Minor, drafts: readonly TenderDraft[], kind: OpenKind): TenderDraft[] {
  return drafts.map((one) => {
    if (!isOpen(one)) return one
    const due = (one.amount ?? 0) - (isCash(one) ? changeOf(total, drafts) : 0)
    return { ...one, kind, amount: due, reference: '' }
  })
}

/**
 * Somebody pressed a kind of money: the rest is paid with it. Where nothing is left to pay,
 * the customer changed their mind and the open tender becomes this kind.
 */
export function chooseMoney(
  total: Minor,
  drafts: readonly TenderDraft[],
  kind: OpenKind,
): TenderDraft[] {
  const rest = restOf(total, drafts)
  if (rest > 0) {
    const same = drafts.find((one) => one.kind === kind)
    if (!same) return [...drafts, draft(kind, rest)]
    return drafts.map((one) => (one === same ? { ...one, amount: (one.amount ?? 0) + rest } : one))
  }
  return drafts.filter(isOpen).length === 1 ? switched(total, drafts, kind) : [...drafts]
}

/** Takes one fixed way to pay away, or puts it in front of the money, which then pays what is left. */
function toggle(
  total: Minor,
  drafts: readonly TenderDraft[],
  isIt: (one: TenderDraft) => boolean,
  put: (fixed: TenderDraft[]) => TenderDraft[],
): TenderDraft[] {
  const fixed = drafts.filter((one) => !isOpen(one) && !isIt(one))
  const money = (drafts.find(isOpen)?.kind ?? 'cash') as OpenKind
  return withRest(total, drafts.some(isIt) ? fixed : put(fixed), money)
}

export function toggleCard(bill: Payable, drafts: readonly TenderDraft[], card: Purse) {
  const isIt = (one: TenderDraft) => isCard(one) && one.card === card.id
  return toggle(bill.total, drafts, isIt, (fixed) => withCard(bill, fixed, card))
}

export function toggleReceipt(bill: Payable, drafts: readonly TenderDraft[], receipt: Waiting) {
  const isIt = (one: TenderDraft) => one.receipt === receipt.id
  return toggle(bill.total, drafts, isIt, (fixed) => withReceipt(bill, fixed, receipt))
}

/** A line paid by visits needs no card, so the amounts of the cards are worked out anew. */
export function toggleVisit(
  bill: Payable,
  drafts: readonly TenderDraft[],
  line: Sold,
  card: Purse,
  cards: readonly Purse[],
): TenderDraft[] {
  const isIt = (one: TenderDraft) => one.line === line.id
  return toggle(bill.total, drafts, isIt, (fixed) => {
    const used = fixed.filter(isCard).map((one) => cards.find(({ id }) => id === one.card))
    const others = [...fixed.filter((one) => !isCard(one)), visit(line, card)]
    return used.reduce((all, one) => (one ? withCard(bill, all, one) : all), others)
  })
}

/**
 * Takes up what a card charges: the card pays what it has to, visits and money that lies here already stay, and money
 * pays the rest.
 */
export function takeOffer(
  drafts: readonly TenderDraft[],
  offer: Pick<RateOffer, 'card' | 'total' | 'due'>,
  pays: CardPays,
): TenderDraft[] {
  const money = (drafts.find(isOpen)?.kind ?? 'cash') as OpenKind
  const byCard = draft('card', offer.due, { card: offer.card, pays, rates: true })
  let taken = [...drafts.filter(isVisits), byCard]
  for (const one of drafts.filter(({ receipt }) => receipt !== null)) {
    const amount = Math.min(one.amount ?? 0, restOf(offer.total, taken))
    if (amount > 0) taken = [...taken, { ...one, amount }]
  }
  return withRest(offer.total, taken, money)
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
