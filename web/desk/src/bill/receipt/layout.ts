import type { Bill, BillLine, Minor, Receipt, Tender } from 'api-client'
import { inOrder, isWorked } from '../line/facts'

/** One row of the slip, from top to bottom. */
export type Row =
  | { kind: 'head'; text: string }
  | { kind: 'center'; text: string; strong?: boolean }
  | { kind: 'pair'; left: string; right: string; strong?: boolean }
  | { kind: 'note'; text: string; right?: string }
  | { kind: 'rule' }
  | { kind: 'sign'; text: string }

export interface Words {
  t: (key: string, params?: Record<string, unknown>) => string
  money: (minor: Minor) => string
  instant: (value: string) => string
}

type Maybe = Row | false
const pair = (left: string, right: string, strong = false): Row => ({
  kind: 'pair',
  left,
  right,
  strong,
})
const note = (text: string, right = ''): Row => ({ kind: 'note', text, right })
const RULE: Row = { kind: 'rule' }

/** Leaves out what does not apply. */
const some = (...rows: Maybe[]): Row[] => rows.filter((row) => row !== false)

function peopleOf(line: BillLine, { t }: Words): string {
  // A tip names whom it is for already.
  if (!isWorked(line)) return ''
  return line.shares
    .map((one) => `${one.staff_name}（${t(one.requested ? 'bill.requested' : 'bill.by_turn')}）`)
    .join(' ')
}

/** Services and goods speak for themselves; of the other lines it is said what they are. */
function lineName(line: BillLine, { t }: Words): string {
  const under = line.add_on_of === null ? '' : '+ '
  const plain = ['service', 'product', 'fee'].includes(line.kind)
  return plain ? under + line.name : `${t(`bill.kind.${line.kind}`)} ${line.name}`
}

function lineRows(line: BillLine, words: Words): Row[] {
  const { t, money } = words
  const people = peopleOf(line, words)
  const off = line.list - line.net
  const list = t('bill.receipt.list', { price: money(line.unit_price), quantity: line.quantity })
  const bonus = line.bonus ?? 0
  const back = t('bill.refunded_of', { count: line.refunded_quantity })
  const { visits, customer } = line
  return some(
    pair(lineName(line, words), money(line.net)),
    (line.quantity > 1 || off !== 0) && note(list, off === 0 ? '' : money(-off)),
    bonus > 0 && note(t('customer.cards.bonus'), money(bonus)),
    visits !== null && note(visits.service_name, visitsSold(visits, words)),
    customer !== null && note(t('bill.line.for', { name: customer.name || customer.number })),
    people !== '' && note(people),
    line.refunded_quantity > 0 && note(back, money(-line.refunded)),
  )
}

function visitsSold({ count, gift }: NonNullable<BillLine['visits']>, { t }: Words): string {
  const bought = t('bill.receipt.visits', { count })
  return gift > 0 ? `${bought} ${t('bill.line.visits_gift', { count: gift })}` : bought
}

function tenderName(one: Tender, { t }: Words): string {
  const number = one.card_number?.slice(-4) ?? ''
  if (one.kind === 'visits') return t('bill.tender.visits_of', { number, count: one.visits ?? 0 })
  if (one.kind === 'time') return t('bill.tender.time_of', { number })
  if (one.card_number === null) return t(`bill.tender.${one.kind}`)
  return t('bill.tender.card_of', { number })
}

function tenderRows(one: Tender, words: Words): Row[] {
  const { t, money } = words
  const change = one.change ?? 0
  const received = t('bill.receipt.received', { amount: money(one.received ?? 0) })
  return some(
    pair(tenderName(one, words), money(one.amount)),
    one.reference !== '' && note(one.reference),
    change > 0 && note(received, t('bill.receipt.change', { amount: money(change) })),
  )
}

function cardRows({ cards }: Receipt, words: Words): Row[] {
  return cards.flatMap((card) => [
    RULE,
    pair(card.plan_name, card.number),
    ...heldRows(card, words),
  ])
}

/** What is torn off and handed over: whoever has the code has the card. */
function giftRows({ gifts }: Receipt, { t }: Words): Row[] {
  return gifts.flatMap((gift) => [
    RULE,
    pair(`${t('card.kind.gift')} ${gift.plan_name}`, gift.number),
    { kind: 'center', text: gift.code, strong: true } satisfies Row,
    note(t('card.gift.keep')),
  ])
}

function heldRows(card: Receipt['cards'][number], words: Words): Row[] {
  const ends =
    card.ends_on === null ? [] : [pair(words.t('bill.receipt.ends_on'), card.ends_on, true)]
  if (card.visits_left !== null) return [...visitRows(card.visits_left, words), ...ends]
  const { used_principal, used_bonus, principal_left, bonus_left } = card
  // Days that have not begun have nothing to say yet.
  const empty = [used_principal, used_bonus, principal_left, bonus_left].every((one) => one === 0)
  return empty ? ends : valueRows(card, words)
}

function valueRows(card: Receipt['cards'][number], { t, money }: Words): Row[] {
  return [
    note(
      t('bill.receipt.used_principal', { amount: money(card.used_principal) }),
      t('bill.receipt.used_bonus', { amount: money(card.used_bonus) }),
    ),
    pair(t('bill.receipt.principal_left'), money(card.principal_left), true),
    pair(t('bill.receipt.bonus_left'), money(card.bonus_left), true),
  ]
}

const visitRows = (count: number, { t }: Words): Row[] => [
  pair(t('bill.receipt.visits_left'), t('bill.receipt.visits', { count }), true),
]

function headRows(
  { bill, organisation, branch, cashier }: Receipt,
  again: boolean,
  { t, instant }: Words,
): Row[] {
  const who = [bill.customer?.name, bill.customer?.number].filter(Boolean).join(' ')
  return some(
    { kind: 'head', text: organisation },
    { kind: 'center', text: branch.name, strong: true },
    again && { kind: 'center', text: t('bill.receipt.again'), strong: true },
    RULE,
    pair(t('bill.receipt.number'), `${bill.business_day} #${bill.number}`),
    pair(t('bill.receipt.opened'), instant(bill.opened_at)),
    bill.paid_at !== null && pair(t('bill.receipt.paid'), instant(bill.paid_at)),
    pair(t('bill.receipt.cashier'), cashier),
    who !== '' && pair(t('bill.receipt.customer'), who),
  )
}

function sumRows(bill: Bill, { t, money }: Words): Row[] {
  const rounded = -Math.abs(bill.rounding_amount)
  return some(
    RULE,
    bill.list_total !== bill.total && pair(t('bill.totals.list'), money(bill.list_total)),
    bill.reduction_total !== 0 &&
      pair(t('bill.totals.reduction'), money(-Math.abs(bill.reduction_total))),
    rounded < 0 && pair(t('bill.totals.rounding'), money(rounded)),
    bill.tax_added !== 0 && pair(t('bill.totals.tax'), money(bill.tax_added)),
    pair(t('bill.totals.total'), money(bill.total), true),
  )
}

/** `MFRG-GZDF-…`: as it is read out and typed. */
const inFours = (proof: string) => proof.match(/.{1,4}/g)?.join('-') ?? ''

function footRows({ bill, branch, cards, points, proof }: Receipt, { t, money }: Words): Row[] {
  const refunded = bill.refunds.reduce((sum, one) => sum + one.total, 0)
  const aboutCards = cards.length > 0 || bill.lines.some((line) => line.kind === 'card_sale')
  const owed = bill.tenders.filter((one) => one.kind === 'on_account')
  const debt = owed.reduce((sum, one) => sum + one.amount, 0)
  const signed = aboutCards || debt > 0
  return some(
    refunded > 0 && pair(t('bill.receipt.refunded'), money(-refunded)),
    points !== null && pair(t('customer.points'), String(points)),
    debt > 0 && pair(t('bill.receipt.owed'), money(debt), true),
    signed && { kind: 'sign', text: t('bill.receipt.signature') },
    !signed && RULE,
    aboutCards && note(t('bill.receipt.card_terms')),
    branch.address !== '' && note(branch.address),
    branch.phone !== '' && note(t('bill.receipt.phone', { phone: branch.phone })),
    proof !== null && note(t('bill.receipt.proof', { proof: inFours(proof) })),
    { kind: 'center', text: t('bill.receipt.thanks') },
  )
}

/** The rows of a receipt; `again` marks a reprint. */
export function receiptRows(receipt: Receipt, again: boolean, words: Words): Row[] {
  const { bill } = receipt
  return [
    ...headRows(receipt, again, words),
    RULE,
    ...inOrder(bill.lines).flatMap((line) => lineRows(line, words)),
    ...sumRows(bill, words),
    ...bill.tenders.flatMap((one) => tenderRows(one, words)),
    ...cardRows(receipt, words),
    ...giftRows(receipt, words),
    ...footRows(receipt, words),
  ]
}

/** What the customer checks and signs before anything is paid. */
export function settlementRows(bill: Bill, shop: string, branch: string, words: Words): Row[] {
  const { t, instant } = words
  const who = [bill.customer?.name, bill.customer?.number].filter(Boolean).join(' ')
  return some(
    { kind: 'head', text: shop },
    { kind: 'center', text: branch, strong: true },
    { kind: 'center', text: t('bill.settlement.title'), strong: true },
    RULE,
    pair(t('bill.receipt.number'), `${bill.business_day} #${bill.number}`),
    pair(t('bill.receipt.opened'), instant(bill.opened_at)),
    who !== '' && pair(t('bill.receipt.customer'), who),
    RULE,
    ...inOrder(bill.lines).flatMap((line) => lineRows(line, words)),
    ...sumRows(bill, words),
    note(t('bill.settlement.no_receipt')),
    { kind: 'sign', text: t('bill.receipt.signature') },
  )
}
