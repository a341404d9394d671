import type { BillLine } from 'api-client'
import { describe, expect, it } from 'vitest'
import { changedLines, inOrder, isCounted, isReducible, isWorked, stockWord } from './facts'

const line = (over: Partial<BillLine>) =>
  ({ kind: 'service', add_on_of: null, ...over }) as BillLine

describe('lines of a bill', () => {
  it('are counted, worked for and reduced as their kind allows', () => {
    const of = (kind: string) => [isCounted, isWorked, isReducible].map((is) => is({ kind }))
    expect(of('product')).toEqual([true, true, true])
    expect(of('fee')).toEqual([false, true, true])
    expect(of('card_sale')).toEqual([false, true, false])
    expect(of('tip')).toEqual([false, false, false])
    expect(of('repayment')).toEqual([false, false, false])
  })

  it('stand with what is done along with them right behind', () => {
    const lines = [
      line({ id: 'cut' }),
      line({ id: 'colour' }),
      line({ id: 'care', add_on_of: 'cut' }),
      line({ id: 'lost', add_on_of: 'gone' }),
    ]
    expect(inOrder(lines).map(({ id }) => id)).toEqual(['cut', 'care', 'colour', 'lost'])
  })

  it('warn of a shelf that runs empty, and of one that holds less than is sold', () => {
    expect(stockWord(null)).toBeNull()
    expect(stockWord(9)).toBeNull()
    expect(stockWord(0)).toBe('few')
    expect(stockWord(-2)).toBe('below')
  })

  it('are told apart when another device touched them', () => {
    const before = [line({ id: 'a', quantity: 1 }), line({ id: 'b', quantity: 1 })]
    const now = [line({ id: 'a', quantity: 1 }), line({ id: 'b', quantity: 2 }), line({ id: 'c' })]
    expect([...changedLines(before, now)]).toEqual(['b', 'c'])
  })
})
