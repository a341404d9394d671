import {
  call,
  path,
  type Bill,
  type BillState,
  type BillSummary,
  type Day,
  type Id,
  type LineWish,
  type NewLine,
  type Page,
  type PayWish,
  type Receipt,
  type ReductionWish,
  type RefundQuote,
  type RefundQuoteWish,
  type RefundWish,
  type RoundTo,
  type Settlement,
  type TenderWish,
} from 'api-client'

export interface BillFilter {
  branch: Id
  day?: Day
  state?: BillState
  after?: string | null
  limit?: number
}

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
