import type { Share } from 'api-client'
import { describe, expect, it } from 'vitest'
import {
  addPerson,
  dropPerson,
  evenParts,
  plainShares,
  spreadEvenly,
  sumOfShares,
  WHOLE,
  wrongShares,
} from './shares'

const share = (staff: string, share_ppm: number): Share => ({
  staff,
  role: 'stylist',
  share_ppm,
  requested: false,
})
const parts = (shares: Share[]) => shares.map((one) => [one.staff, one.share_ppm])
const tony = { id: 'tony', job: 'stylist' } as const
const may = { id: 'may', job: 'assistant' } as const

describe('shares of a line', () => {
  it('divide into parts that always add up to the whole', () => {
    for (let count = 1; count <= 12; count += 1) {
      expect(evenParts(count).reduce((a, b) => a + b, 0)).toBe(WHOLE)
    }
    expect(evenParts(3)).toEqual([333334, 333333, 333333])
    expect(evenParts(0)).toEqual([])
  })

  it('give the first person all of it and split evenly with the second', () => {
    const one = addPerson([], tony)
    expect(parts(one)).toEqual([['tony', WHOLE]])
    expect(parts(addPerson(one, may))).toEqual([
      ['tony', 500000],
      ['may', 500000],
    ])
  })

  it('leave parts alone that somebody chose, and give the new person what is left', () => {
    const chosen = [share('tony', 700000)]
    expect(parts(addPerson(chosen, may))).toEqual([
      ['tony', 700000],
      ['may', 300000],
    ])
  })

  it('never name a person twice', () => {
    const one = addPerson([], tony)
    expect(addPerson(one, tony)).toEqual(one)
  })

  it('go back to the whole when one of two leaves', () => {
    const both = addPerson(addPerson([], tony), may)
    expect(parts(dropPerson(both, 'tony'))).toEqual([['may', WHOLE]])
  })

  it('may stay below the whole but never pass it', () => {
    expect(wrongShares([share('tony', 600000)])).toBeNull()
    expect(wrongShares([share('tony', 600000), share('may', 500000)])).toBe('above')
    expect(wrongShares([share('tony', 0)])).toBe('nothing')
    expect(sumOfShares(spreadEvenly([share('tony', 1), share('may', 2)]))).toBe(WHOLE)
  })

  it('are sent without the names that came along', () => {
    const named = { ...share('tony', WHOLE), staff_name: 'Tony' }
    expect(plainShares([named])).toEqual([share('tony', WHOLE)])
  })
})
