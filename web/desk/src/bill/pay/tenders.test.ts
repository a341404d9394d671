import type { BillLine } from 'api-client'
import { describe, expect, it } from 'vitest'
import {
  aboveOf,
  cashNotes,
  changeOf,
  chooseMoney,
  proposeTenders,
  restOf,
  toggleCard,
  wishesOf,
  type Payable,
  type Purse,
  type TenderDraft,
} from './tenders'

const line = (kind: string, net: number) => ({ kind, net }) as BillLine
const bill = (...lines: BillLine[]): Payable => ({
  lines,
  total: lines.reduce((sum, one) => sum + one.net, 0),
})
const purse = (id: string, principal: number, bonus: number, over: Partial<Purse> = {}): Purse => ({
  id,
  kind: 'stored_value',
  state: 'active',
  principal,
  bonus,
  ...over,
})
const shape = (drafts: TenderDraft[]) => drafts.map((one) => [one.kind, one.amount, one.card])
const cut = bill(line('service', 35600))

describe('the proposed way to pay', () => {
  it('takes the card for all of it when it has enough', () => {
    expect(shape(proposeTenders(cut, [purse('a', 37200, 5800)]))).toEqual([['card', 35600, 'a']])
  })

  it('takes the card for what it has and cash for the rest', () => {
    expect(shape(proposeTenders(cut, [purse('a', 10000, 2000)]))).toEqual([
      ['card', 12000, 'a'],
      ['cash', 23600, null],
    ])
  })

  it('goes from card to card before it asks for money', () => {
    expect(shape(proposeTenders(cut, [purse('a', 30000, 0), purse('b', 9000, 0)]))).toEqual([
      ['card', 30000, 'a'],
      ['card', 5600, 'b'],
    ])
  })

  it('passes by closed cards, empty cards and cards of visits', () => {
    const cards = [
      purse('a', 90000, 0, { state: 'closed' }),
      purse('b', 0, 0),
      purse('c', 90000, 0, { kind: 'visits' }),
    ]
    expect(shape(proposeTenders(cut, cards, 'wechat'))).toEqual([['wechat', 35600, null]])
  })

  it('never pays a card sale or a top-up by card', () => {
    const mixed = bill(line('service', 10000), line('card_sale', 100000))
    expect(shape(proposeTenders(mixed, [purse('a', 500000, 0)]))).toEqual([
      ['card', 10000, 'a'],
      ['cash', 100000, null],
    ])
  })

  it('is empty when nothing is to be paid', () => {
    expect(proposeTenders(bill(line('service', 0)), [purse('a', 5000, 0)])).toEqual([])
  })
})

describe('rest and change', () => {
  const tender = (kind: TenderDraft['kind'], amount: number | null): TenderDraft => ({
    id: amount ?? 0,
    kind,
    amount,
    reference: '',
    card: null,
  })

  it('gives change from cash only', () => {
    const drafts = [tender('wechat', 30000), tender('cash', 10000)]
    expect(restOf(35600, drafts)).toBe(0)
    expect(changeOf(35600, drafts)).toBe(4400)
    expect(aboveOf(35600, drafts)).toBe(0)
  })

  it('names what is above the total when it is no cash', () => {
    const drafts = [tender('wechat', 40000)]
    expect(aboveOf(35600, drafts)).toBe(4400)
    expect(changeOf(35600, drafts)).toBe(0)
  })

  it('counts an empty amount as nothing', () => {
    expect(restOf(35600, [tender('cash', null)])).toBe(35600)
    expect(wishesOf([tender('cash', null), tender('alipay', 0)])).toEqual([])
  })
})

describe('choosing another way', () => {
  it('turns the cash into WeChat for what is due, not for what was handed over', () => {
    const cash = proposeTenders(cut, []).map((one) => ({ ...one, amount: 40000 }))
    expect(shape(chooseMoney(cut.total, cash, 'wechat'))).toEqual([['wechat', 35600, null]])
  })

  it('pays the rest with the second kind', () => {
    const part = proposeTenders(cut, []).map((one) => ({ ...one, amount: 20000 }))
    expect(shape(chooseMoney(cut.total, part, 'alipay'))).toEqual([
      ['cash', 20000, null],
      ['alipay', 15600, null],
    ])
  })

  it('takes a card away and back, money paying what is left', () => {
    const card = purse('a', 10000, 0)
    const first = proposeTenders(cut, [card], 'wechat')
    const without = toggleCard(cut, first, card)
    expect(shape(without)).toEqual([['wechat', 35600, null]])
    expect(shape(toggleCard(cut, without, card))).toEqual([
      ['card', 10000, 'a'],
      ['wechat', 25600, null],
    ])
  })
})

describe('notes', () => {
  it('offers what people hand over', () => {
    expect(cashNotes(35600, 2)).toEqual([36000, 40000])
    expect(cashNotes(8730, 2)).toEqual([8800, 9000, 10000])
    expect(cashNotes(12000, 2)).toEqual([15000, 20000])
  })
})
