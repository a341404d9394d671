import type { BillLine, CardPays } from 'api-client'
import { describe, expect, it } from 'vitest'
import {
  aboveOf,
  cashNotes,
  changeOf,
  chooseMoney,
  proposeTenders,
  restOf,
  takeOffer,
  toggleCard,
  toggleReceipt,
  toggleVisit,
  visitCardFor,
  type Payable,
  type Purse,
  type TenderDraft,
} from './tenders'
import { wishesOf } from './wishes'

const line = (kind: string, net: number, over: Partial<BillLine> = {}) =>
  ({ id: `${kind} ${net}`, kind, net, item: kind, quantity: 1, taxes: [], ...over }) as BillLine
const bill = (...lines: BillLine[]): Payable => ({
  lines,
  branch: 'here',
  total: lines.reduce((sum, one) => sum + one.net, 0),
})
const purse = (id: string, principal: number, bonus: number, over: Partial<Purse> = {}): Purse => ({
  id,
  kind: 'stored_value',
  state: 'active',
  principal,
  bonus,
  visits: [],
  reach: { pays: 'everything', branches: [] },
  bonus_max_ppm: null,
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
    expect(shape(proposeTenders(cut, cards, { money: 'wechat' }))).toEqual([
      ['wechat', 35600, null],
    ])
  })

  it('never pays a card sale or a top-up by card', () => {
    const mixed = bill(line('service', 10000), line('card_sale', 100000))
    expect(shape(proposeTenders(mixed, [purse('a', 500000, 0)]))).toEqual([
      ['card', 10000, 'a'],
      ['cash', 100000, null],
    ])
  })

  it('lets cards for some things pay those first', () => {
    const mixed = bill(line('service', 10000), line('product', 8000))
    const reach = (pays: CardPays, branches: string[] = []) => ({ reach: { pays, branches } })
    const cards = [
      purse('all', 50000, 0),
      purse('s1', 6000, 0, reach('services')),
      purse('s2', 50000, 0, reach('services')),
      purse('p', 3000, 0, reach('products')),
      purse('there', 50000, 0, reach('everything', ['there'])),
    ]
    expect(shape(proposeTenders(mixed, cards))).toEqual([
      ['card', 6000, 's1'],
      ['card', 4000, 's2'],
      ['card', 3000, 'p'],
      ['card', 5000, 'all'],
    ])
  })

  it('is empty when nothing is to be paid', () => {
    expect(proposeTenders(bill(line('service', 0)), [purse('a', 5000, 0)])).toEqual([])
  })
})

describe('visits', () => {
  const wash = (id: string, quantity = 1) =>
    line('service', 8000 * quantity, { id, item: 'wash', quantity })
  const holder = (left: number) =>
    purse('v', 0, 0, { kind: 'visits', visits: [{ service: 'wash', left }] })

  it('pay the lines of their service, as long as there are some', () => {
    const three = bill(wash('a'), line('service', 12800, { id: 'cut', item: 'cut' }), wash('b'))
    const drafts = proposeTenders(three, [holder(1), purse('s', 50000, 0)])
    expect(drafts.map((one) => [one.kind, one.amount, one.line])).toEqual([
      ['visits', 8000, 'a'],
      ['card', 20800, null],
    ])
  })

  it('pay a line as a whole or not at all', () => {
    expect(visitCardFor(bill(wash('a', 3)), wash('a', 3), [holder(2)])).toBeUndefined()
    expect(visitCardFor(bill(wash('a', 2)), wash('a', 2), [holder(2)])?.id).toBe('v')
  })

  it('leave a line alone for which nobody wants them', () => {
    const drafts = proposeTenders(bill(wash('a')), [holder(4)], { without: new Set(['a']) })
    expect(shape(drafts)).toEqual([['cash', 8000, null]])
  })

  it('take the place of the card that was to pay the line, and give it back', () => {
    const one = bill(wash('a'), line('service', 12800, { id: 'cut', item: 'cut' }))
    const cards = [holder(4), purse('s', 50000, 0)]
    const [visits] = cards
    const before = proposeTenders(one, cards, { without: new Set(['a']) })
    expect(shape(before)).toEqual([['card', 20800, 's']])
    const with_visit = toggleVisit(one, before, wash('a'), visits!, cards)
    expect(shape(with_visit)).toEqual([
      ['visits', 8000, 'v'],
      ['card', 12800, 's'],
    ])
  })

  it('cover the taxes that come on top of the price', () => {
    const taxed = wash('a')
    taxed.taxes = [{ name: 'VAT', rate_ppm: 60000, inclusive: false, amount: 480 }]
    const drafts = proposeTenders({ ...bill(taxed), total: 8480 }, [holder(1)])
    expect(shape(drafts)).toEqual([['visits', 8480, 'v']])
  })
})

describe('money of a reversed bill', () => {
  const waiting = [{ id: 'r1', left: 20000 }]

  it('is taken before anything is asked for', () => {
    const drafts = proposeTenders(cut, [purse('a', 10000, 0)], { waiting })
    expect(drafts.map((one) => [one.kind, one.amount, one.receipt])).toEqual([
      ['unapplied', 20000, 'r1'],
      ['card', 10000, null],
      ['cash', 5600, null],
    ])
  })

  it('is left where it is when somebody wants that', () => {
    const drafts = proposeTenders(cut, [], { waiting })
    expect(shape(toggleReceipt(cut, drafts, waiting[0]!))).toEqual([['cash', 35600, null]])
  })
})

describe('what is sent', () => {
  it('proves the card of a friend, and nothing else', () => {
    const drafts = [...proposeTenders(cut, [purse('a', 10000, 0)])]
    const proof = { kind: 'password' as const, password: '246810' }
    expect(wishesOf(drafts, new Map([['a', proof]]))).toEqual([
      { kind: 'card', card: 'a', amount: 10000, proof },
      { kind: 'cash', received: 25600 },
    ])
  })

  it('lets the customer owe the rest', () => {
    const drafts = chooseMoney(cut.total, proposeTenders(cut, []), 'on_account')
    expect(wishesOf(drafts)).toEqual([{ kind: 'on_account', amount: 35600 }])
  })
})

describe('rest and change', () => {
  const tender = (kind: TenderDraft['kind'], amount: number | null): TenderDraft => ({
    id: amount ?? 0,
    kind,
    amount,
    reference: '',
    card: null,
    pays: 'everything',
    rates: false,
    line: null,
    receipt: null,
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
    const first = proposeTenders(cut, [card], { money: 'wechat' })
    const without = toggleCard(cut, first, card)
    expect(shape(without)).toEqual([['wechat', 35600, null]])
    expect(shape(toggleCard(cut, without, card))).toEqual([
      ['card', 10000, 'a'],
      ['wechat', 25600, null],
    ])
  })
})

describe('the prices of a card', () => {
  const offer = { card: 'a', total: 30000, due: 22400 }

  it('are paid by the card, the rest with the money that was chosen', () => {
    const before = chooseMoney(cut.total, proposeTenders(cut, []), 'wechat')
    const drafts = takeOffer(before, offer, 'services')
    expect(wishesOf(drafts)).toEqual([
      { kind: 'card', card: 'a', amount: 22400, rates: true },
      { kind: 'wechat', amount: 7600, reference: '' },
    ])
  })

  it('leave visits and money that lies here already where they are', () => {
    const kept = toggleReceipt(cut, [], { id: 'r', left: 10000 })
    expect(shape(takeOffer(kept, offer, 'everything'))).toEqual([
      ['card', 22400, 'a'],
      ['unapplied', 7600, null],
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

describe('time', () => {
  const year = (over: object = {}) =>
    purse('y', 0, 0, {
      kind: 'time',
      time: {
        services: [{ service: 'cut', service_name: '剪发' }],
        is_over: false,
        uses_left: null,
        ...over,
      },
    })
  const cut = (id: string, quantity = 1) =>
    ({ ...line('service', 8000), id, item: 'cut', quantity }) as BillLine

  it('pays one of its service at a time where nothing limits it', () => {
    const drafts = proposeTenders(bill(cut('a'), cut('b')), [year()])
    expect(shape(drafts)).toEqual([
      ['time', 8000, 'y'],
      ['cash', 8000, null],
    ])
    expect(wishesOf(drafts)[0]).toEqual({ kind: 'time', card: 'y', line: 'a' })
    expect(shape(proposeTenders(bill(cut('a', 2)), [year()]))).toEqual([['cash', 8000, null]])
  })

  it('pays as often as its limit leaves, and nothing once it is over', () => {
    const lines = bill(cut('a'), cut('b', 2))
    expect(shape(proposeTenders(lines, [year({ uses_left: 2 })]))).toEqual([
      ['time', 8000, 'y'],
      ['cash', 8000, null],
    ])
    expect(shape(proposeTenders(lines, [year({ uses_left: 3 })]))).toEqual([
      ['time', 8000, 'y'],
      ['time', 8000, 'y'],
    ])
    expect(shape(proposeTenders(lines, [year({ is_over: true })]))).toEqual([['cash', 16000, null]])
    const other = bill(line('service', 5000))
    expect(shape(proposeTenders(other, [year()]))).toEqual([['cash', 5000, null]])
  })
})
