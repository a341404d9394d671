import {
  call,
  path,
  type Bill,
  type BillState,
  type BillSummary,
  type Day,
  type Debt,
  type Id,
  type Item,
  type LineWish,
  type NewLine,
  type Page,
  type PayWish,
  type Receipt,
  type ReductionWish,
  type RefundQuote,
  type RefundQuoteWish,
  type RefundWish,
  type ReversedBill,
  type ReverseWish,
  type RoundTo,
  type Settlement,
  type SplitBill,
  type TenderWish,
  type Unapplied,
  type UnappliedRefund,
} from 'api-client'

export interface BillFilter {
  branch: Id
  day?: Day
  state?: BillState
  after?: string | null
  limit?: number
}

export interface DebtFilter {
  branch: Id
  customer?: Id
  /** Only what is still owed. */
  open?: boolean
  after?: string | null
}

/** What the till sells in this branch, what fits best first. */
export const items = (branch: Id, q: string, after: string | null = null, signal?: AbortSignal) =>
  call<Page<Item>>('GET', '/api/stock/item', { query: { branch, q, after, limit: 100 }, signal })
export const openBill = (branch: Id, customer?: Id) =>
  call<Bill>('POST', '/api/bill', { body: customer ? { branch, customer } : { branch } })
export const bills = (filter: BillFilter) =>
  call<Page<BillSummary>>('GET', '/api/bill', { query: { ...filter } })
export const bill = (id: Id) => call<Bill>('GET', path`/api/bill/${id}`)
export const setCustomer = (id: Id, customer: Id | null) =>
  call<Bill>('PUT', path`/api/bill/${id}/customer`, { body: { customer } })
export const addLine = (id: Id, body: NewLine) =>
  call<Bill>('POST', path`/api/bill/${id}/line`, { body })
export const changeLine = (id: Id, line: Id, body: LineWish) =>
  call<Bill>('PUT', path`/api/bill/${id}/line/${line}`, { body })
export const removeLine = (id: Id, line: Id) =>
  call<Bill>('DELETE', path`/api/bill/${id}/line/${line}`)
export const reduce = (id: Id, body: ReductionWish) =>
  call<Bill>('PUT', path`/api/bill/${id}/reduction`, { body })
export const removeReduction = (id: Id, reduction: Id) =>
  call<Bill>('DELETE', path`/api/bill/${id}/reduction/${reduction}`)
export const roundTo = (id: Id, to: RoundTo) =>
  call<Bill>('PUT', path`/api/bill/${id}/rounding`, { body: { to } })
export const park = (id: Id, label: string) =>
  call<Bill>('POST', path`/api/bill/${id}/park`, { body: { label } })
export const resume = (id: Id) => call<Bill>('POST', path`/api/bill/${id}/resume`)
export const voidBill = (id: Id, reason: string) =>
  call<Bill>('POST', path`/api/bill/${id}/void`, { body: { reason } })
export const settlement = (id: Id, tenders: TenderWish[]) =>
  call<Settlement>('POST', path`/api/bill/${id}/settlement`, { body: { tenders } })
export const pay = (id: Id, body: PayWish, idempotencyKey: string) =>
  call<Bill>('POST', path`/api/bill/${id}/pay`, { body, idempotencyKey })
export const receipt = (id: Id) => call<Receipt>('GET', path`/api/bill/${id}/receipt`)
export const markPrinted = (id: Id) => call<void>('POST', path`/api/bill/${id}/printed`)
export const refundQuote = (id: Id, body: RefundQuoteWish) =>
  call<RefundQuote>('POST', path`/api/bill/${id}/refund/quote`, { body })
export const refund = (id: Id, body: RefundWish, idempotencyKey: string) =>
  call<Bill>('POST', path`/api/bill/${id}/refund`, { body, idempotencyKey })
export const split = (id: Id, lines: Id[], idempotencyKey: string) =>
  call<SplitBill>('POST', path`/api/bill/${id}/split`, { body: { lines }, idempotencyKey })
export const merge = (id: Id, from: Id, idempotencyKey: string) =>
  call<Bill>('POST', path`/api/bill/${id}/merge`, { body: { from }, idempotencyKey })
export const reverse = (id: Id, body: ReverseWish, idempotencyKey: string) =>
  call<ReversedBill>('POST', path`/api/bill/${id}/reverse`, { body, idempotencyKey })
export const debts = (filter: DebtFilter) =>
  call<Page<Debt>>('GET', '/api/bill/debt', { query: { ...filter } })
export const writeOff = (debt: Id, reason: string, idempotencyKey: string) =>
  call<Debt>('POST', path`/api/bill/debt/${debt}/write-off`, { body: { reason }, idempotencyKey })
export const unapplied = (branch: Id, after: string | null = null) =>
  call<Page<Unapplied>>('GET', '/api/bill/unapplied', { query: { branch, after } })
export const refundUnapplied = (receipt: Id, body: UnappliedRefund, idempotencyKey: string) =>
  call<Unapplied>('POST', path`/api/bill/unapplied/${receipt}/refund`, { body, idempotencyKey })
