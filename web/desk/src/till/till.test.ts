import type { ClosedDay, Minor } from 'api-client'
import { describe, expect, it } from 'vitest'
import { deliveredOf, drawerOf, ofTakings } from './figures'
import { slipRows } from './slip'

const DAY: ClosedDay = {
  id: '1',
  branch: '2',
  number: 7,
  business_day: '2026-03-02',
  closed_at: '2026-03-02T14:00:00Z',
  closed_by: '王店长',
  seal: { block: 12, at: '2026-03-02T13:59:00Z', root: `${'a'.repeat(32)}${'b'.repeat(32)}` },
  report: {
    takings: 13_000,
    tenders: [
      {
        tender: 'cash',
        received: 14_000,
        given_back: 4_000,
        expected: 10_000,
        counted: 9_990,
        difference: -10,
      },
      {
        tender: 'wechat',
        received: 3_000,
        given_back: 0,
        expected: 3_000,
        counted: null,
        difference: null,
      },
    ],
    delivered: { money: 0, on_account: 0, principal: 8_000, visits: 0, bonus: 2_000, points: 0 },
    card_sales: 13_000,
    repaid: 0,
    tips: 0,
    bills: 3,
    reversed: 0,
    refunds: 1,
    refunded: 4_000,
    drawer: {
      sessions: 1,
      floats: 0,
      paid_in: 0,
      paid_out: 300,
      bank_dropped: 0,
      over_short: -10,
      emptied: 5_000,
    },
    adjustments: [
      { bill: '9', bill_number: 12, bill_day: '2026-03-01', refund_number: 4, amount: 4_000 },
    ],
  },
}

const words = {
  t: (key: string, params?: Record<string, unknown>) =>
    [key, ...Object.values(params ?? {})].join(' '),
  money: (minor: Minor) => (minor / 100).toFixed(2),
  instant: (value: string) => value,
}

describe('the figures of a day', () => {
  it('leave out what did not move', () => {
    expect(ofTakings(DAY.report)).toEqual([{ name: 'card_sales', amount: 13_000 }])
    expect(deliveredOf(DAY.report).map(({ name }) => name)).toEqual(['principal', 'bonus'])
  })

  it('say which way cash went', () => {
    expect(drawerOf(DAY.report)).toEqual([
      { name: 'paid_out', amount: -300 },
      { name: 'over_short', amount: -10 },
      { name: 'emptied', amount: -5_000 },
    ])
  })
})

describe('a printed Z-report', () => {
  const rows = slipRows(DAY, '青丝造型', '春风路店', words)
  const texts = rows.map((row) => Object.values(row).join(' '))

  it('names its number, its day and its takings', () => {
    expect(texts).toContain('center till.day.z 7 true')
    expect(texts).toContain('note till.business_day 2026-03-02')
    expect(texts).toContain('pair till.day.total 130.00 true')
  })

  it('has one total, that of the takings: work is not added to it', () => {
    expect(rows.filter((row) => row.kind === 'pair' && row.strong)).toHaveLength(1)
  })

  it('shows what was counted where somebody counted, and points back', () => {
    expect(texts.filter((text) => text.startsWith('note till.counted'))).toHaveLength(1)
    expect(texts).toContain('pair till.day.adjustment 12 2026-03-01 -40.00 false')
  })

  it('carries the newest root of the books in lines that fit', () => {
    expect(texts).toContain('note till.day.seal 12')
    expect(texts).toContain(`note ${'a'.repeat(32)} `)
    expect(texts).toContain(`note ${'b'.repeat(32)} `)
    const none = slipRows({ ...DAY, seal: null }, '青丝造型', '春风路店', words)
    expect(none).toHaveLength(rows.length - 4)
  })
})
