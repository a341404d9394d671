import type { Bill, BillLine, Receipt, Tender } from 'api-client'
import { describe, expect, it } from 'vitest'
import { receiptRows, settlementRows, type Row, type Words } from './layout'

const words: Words = {
  t: (key, params = {}) => [key, ...Object.values(params)].join(' '),
  money: (minor) => (minor / 100).toFixed(2),
  instant: (value) => value.slice(0, 16),
}
const line = (over: Partial<BillLine> = {}): BillLine => ({
  id: 'l1',
  position: 1,
  kind: 'service',
  item: 's1',
  variant: null,
  add_on_of: null,
  customer: null,
  debt: null,
  visits: null,
  stock_left: null,
  name: '女士剪发',
  quantity: 1,
  unit_price: 12800,
  list: 12800,
  reductions: [],
  net: 12800,
  taxes: [],
  shares: [],
  refunded_quantity: 0,
  refunded: 0,
  trace: [],
  ...over,
})
const tender = (over: Partial<Tender>): Tender => ({
  id: 't1',
  kind: 'cash',
  amount: 12800,
  received: null,
  change: null,
  reference: '',
  card: null,
  card_number: null,
  principal: null,
  bonus: null,
  visits: null,
  line: null,
  ...over,
})
function receipt(bill: Partial<Bill> = {}, over: Partial<Receipt> = {}): Receipt {
  return {
    bill: {
      id: 'b1',
      number: 12,
      receipt: null,
      branch: 'br1',
      customer: null,
      state: 'paid',
      label: '',
      currency: 'CNY',
      opened_at: '2026-11-21T06:05:00Z',
      opened_by: '林达',
      paid_at: '2026-11-21T07:00:00Z',
      paid_by: '林达',
      business_day: '2026-11-21',
      lines: [line()],
      reductions: [],
      rounding: 'none',
      list_total: 12800,
      reduction_total: 0,
      rounding_amount: 0,
      tax_added: 0,
      total: 12800,
      tenders: [tender({})],
      change: 0,
      refunds: [],
      merged_into: null,
      replaces: null,
      reversal: null,
      version: 1,
      ...bill,
    },
    organisation: '青丝美发',
    branch: { name: '静安总店', address: '南京西路 1266 号', phone: '021-62881266' },
    cashier: '林达',
    gifts: [],
    cards: [],
    points: null,
    proof: null,
    printed_before: false,
    ...over,
  }
}
function text(row: Row): string {
  if (row.kind === 'rule') return '---'
  if (row.kind === 'pair') return `${row.left} | ${row.right}`
  return row.kind === 'note' && row.right ? `${row.text} | ${row.right}` : row.text
}
const slip = (one: Receipt, again = false) => receiptRows(one, again, words).map(text)

describe('a receipt', () => {
  it('ends with what finds its payment in the books, in groups of four', () => {
    const rows = slip(receipt({}, { proof: 'MFRGGZDFMZTWQ2LKNNWG23TP' }))
    expect(rows.at(-2)).toBe('bill.receipt.proof MFRG-GZDF-MZTW-Q2LK-NNWG-23TP')
  })

  it('names the shop, the bill, the times, who took the money, items and payments', () => {
    expect(slip(receipt())).toEqual([
      '青丝美发',
      '静安总店',
      '---',
      'bill.receipt.number | 2026-11-21 #12',
      'bill.receipt.opened | 2026-11-21T06:05',
      'bill.receipt.paid | 2026-11-21T07:00',
      'bill.receipt.cashier | 林达',
      '---',
      '女士剪发 | 128.00',
      '---',
      'bill.totals.total | 128.00',
      'bill.tender.cash | 128.00',
      '---',
      '南京西路 1266 号',
      'bill.receipt.phone 021-62881266',
      'bill.receipt.thanks',
    ])
  })

  it('says on a reprint that it is one', () => {
    expect(slip(receipt(), true)).toContain('bill.receipt.again')
    expect(slip(receipt())).not.toContain('bill.receipt.again')
  })

  it('shows list price, what was taken off, and who did it on whose wish', () => {
    const shares = [
      { staff: 'a', role: 'stylist', share_ppm: 700000, requested: true, staff_name: 'Tony' },
      { staff: 'b', role: 'assistant', share_ppm: 300000, requested: false, staff_name: '小虎' },
    ]
    const cut = line({ quantity: 2, list: 25600, net: 20480, shares })
    const rows = slip(receipt({ lines: [cut], list_total: 25600, reduction_total: 5120 }))
    expect(rows).toContain('女士剪发 | 204.80')
    expect(rows).toContain('bill.receipt.list 128.00 2 | -51.20')
    expect(rows).toContain('Tony（bill.requested） 小虎（bill.by_turn）')
    expect(rows).toContain('bill.totals.reduction | -51.20')
  })

  it('keeps principal and bonus apart, used and left, and asks for a signature', () => {
    const card = {
      number: '****8001',
      plan_name: '充 1000 送 200',
      used_principal: 10000,
      used_bonus: 2000,
      principal_left: 31000,
      bonus_left: 6200,
      visits_left: null,
      ends_on: null,
    }
    const paid = tender({ kind: 'card', card_number: '****8001', principal: 10000, bonus: 2000 })
    const rows = slip(receipt({ tenders: [paid] }, { cards: [card], points: 2310 }))
    expect(rows).toContain('bill.tender.card_of 8001 | 128.00')
    expect(rows).toContain('bill.receipt.used_principal 100.00 | bill.receipt.used_bonus 20.00')
    expect(rows).toContain('bill.receipt.principal_left | 310.00')
    expect(rows).toContain('bill.receipt.bonus_left | 62.00')
    expect(rows).toContain('customer.points | 2310')
    expect(rows).toContain('bill.receipt.signature')
    expect(rows).toContain('bill.receipt.card_terms')
  })

  it('shows cash handed over with its change, rounding, and what went back', () => {
    const cash = tender({ received: 20000, change: 7200 })
    const refund = {
      id: 'r1',
      number: 1,
      at: '2026-11-21T08:00:00Z',
      by: '林达',
      reason: '',
      total: 800,
      lines: [],
      tenders: [],
    }
    const rows = slip(receipt({ tenders: [cash], rounding_amount: 50, refunds: [refund] }))
    expect(rows).toContain('bill.receipt.received 200.00 | bill.receipt.change 72.00')
    expect(rows).toContain('bill.totals.rounding | -0.50')
    expect(rows).toContain('bill.receipt.refunded | -8.00')
  })

  it('says what visits were sold, taken and left', () => {
    const visits = { service: 's1', service_name: '洗剪吹', count: 10, gift: 2 }
    const card = {
      number: '****8002',
      plan_name: '洗剪吹十次卡',
      used_principal: 0,
      used_bonus: 0,
      principal_left: 0,
      bonus_left: 0,
      visits_left: 11,
      ends_on: null,
    }
    const sold = line({ kind: 'card_sale', name: '洗剪吹十次卡', visits })
    const taken = tender({ kind: 'visits', card_number: '****8002', visits: 1 })
    const rows = slip(receipt({ lines: [sold], tenders: [taken] }, { cards: [card] }))
    expect(rows).toContain('bill.kind.card_sale 洗剪吹十次卡 | 128.00')
    expect(rows).toContain('洗剪吹 | bill.receipt.visits 10 bill.line.visits_gift 2')
    expect(rows).toContain('bill.tender.visits_of 8002 1 | 128.00')
    expect(rows).toContain('bill.receipt.visits_left | bill.receipt.visits 11')
    expect(rows).not.toContain('bill.receipt.principal_left | 0.00')
  })

  it('lists what is done along with a service under it, tips, and what is owed with a signature', () => {
    const lines = [
      line(),
      line({ id: 'l2', kind: 'tip', name: 'Tony', net: 2000, list: 2000 }),
      line({ id: 'l3', name: '深层护理', add_on_of: 'l1', net: 5000, list: 5000 }),
    ]
    const owed = tender({ kind: 'on_account', amount: 17800 })
    const rows = slip(receipt({ lines, tenders: [owed] }))
    expect(rows.slice(8, 11)).toEqual([
      '女士剪发 | 128.00',
      '+ 深层护理 | 50.00',
      'bill.kind.tip Tony | 20.00',
    ])
    expect(rows).toContain('bill.receipt.owed | 178.00')
    expect(rows).toContain('bill.receipt.signature')
  })
})

describe('a settlement list', () => {
  it('asks the customer to sign what will be paid, and says that nothing was paid yet', () => {
    const rows = settlementRows(receipt().bill, '青丝美发', '静安总店', words).map(text)
    expect(rows).toContain('bill.settlement.title')
    expect(rows).toContain('bill.totals.total | 128.00')
    expect(rows).toContain('bill.settlement.no_receipt')
    expect(rows.at(-1)).toBe('bill.receipt.signature')
    expect(rows).not.toContain('bill.tender.cash | 128.00')
  })
})
