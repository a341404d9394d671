import type { BillLine, Minor, Receipt, Tender } from 'api-client'

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
  return line.shares
    .map((one) => `${one.staff_name}（${t(one.requested ? 'bill.requested' : 'bill.by_turn')}）`)
    .join(' ')
}

function lineRows(line: BillLine, words: Words): Row[] {
  const { t, money } = words
  const people = peopleOf(line, words)
  const off = line.list - line.net
  const list = t('bill.receipt.list', { price: money(line.unit_price), quantity: line.quantity })
  const bonus = line.bonus ?? 0
  const back = t('bill.refunded_of', { count: line.refunded_quantity })
  return some(
    pair(line.name, money(line.net)),
    (line.quantity > 1 || off !== 0) && note(list, off === 0 ? '' : money(-off)),
    bonus > 0 && note(t('customer.cards.bonus'), money(bonus)),
    people !== '' && note(people),
    line.refunded_quantity > 0 && note(back, money(-line.refunded)),
  )
}

function tenderName(one: Tender, { t }: Words): string {
  if (one.card_number === null) return t(`bill.tender.${one.kind}`)
  return t('bill.tender.card_of', { number: one.card_number.slice(-4) })
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

function cardRows({ cards }: Receipt, { t, money }: Words): Row[] {
  return cards.flatMap((card) => [
    RULE,
    pair(card.plan_name, card.number),
    note(
      t('bill.receipt.used_principal', { amount: money(card.used_principal) }),
      t('bill.receipt.used_bonus', { amount: money(card.used_bonus) }),
    ),
    pair(t('bill.receipt.principal_left'), money(card.principal_left), true),
    pair(t('bill.receipt.bonus_left'), money(card.bonus_left), true),
  ])
}

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

function sumRows({ bill }: Receipt, { t, money }: Words): Row[] {
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

function footRows({ bill, branch, cards, points }: Receipt, { t, money }: Words): Row[] {
  const refunded = bill.refunds.reduce((sum, one) => sum + one.total, 0)
  const aboutCards = cards.length > 0 || bill.lines.some((line) => line.kind === 'card_sale')
  return some(
    refunded > 0 && pair(t('bill.receipt.refunded'), money(-refunded)),
    points !== null && pair(t('customer.points'), String(points)),
    aboutCards && { kind: 'sign', text: t('bill.receipt.signature') },
    !aboutCards && RULE,
    aboutCards && note(t('bill.receipt.card_terms')),
    branch.address !== '' && note(branch.address),
    branch.phone !== '' && note(t('bill.receipt.phone', { phone: branch.phone })),
    { kind: 'center', text: t('bill.receipt.thanks') },
  )
}

/** The rows of a receipt; `again` marks a reprint. */
export function receiptRows(receipt: Receipt, again: boolean, words: Words): Row[] {
  const { bill } = receipt
  return [
    ...headRows(receipt, again, words),
    RULE,
    ...bill.lines.flatMap((line) => lineRows(line, words)),
    ...sumRows(receipt, words),
    ...bill.tenders.flatMap((one) => tenderRows(one, words)),
    ...cardRows(receipt, words),
    ...footRows(receipt, words),
  ]
}
