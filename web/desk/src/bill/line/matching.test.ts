import { describe, expect, it } from 'vitest'
import { findBest, readEntry } from './matching'

const item = (code: string, name: string, pinyin: string) => ({ code, name, pinyin })
const list = [
  item('A01', '女士剪发', 'nsjf'),
  item('A02', '男士剪发', 'nsjf'),
  item('A03', '洗剪吹', 'xjc'),
  item('B01', '染发（短）', 'rfd'),
  item('J01', '剪刘海', 'jlh'),
]
const codes = (query: string) => findBest(list, query).map((one) => one.code)

describe('finding a service', () => {
  it('takes a code, a piece of the name, or initials', () => {
    expect(codes('a03')).toEqual(['A03'])
    expect(codes('染')).toEqual(['B01'])
    expect(codes('xjc')).toEqual(['A03'])
  })

  it('puts names that begin with it before names that contain it', () => {
    expect(codes('剪')).toEqual(['J01', 'A01', 'A02', 'A03'])
  })

  it('keeps the order of the price list for equals', () => {
    expect(codes('nsjf')).toEqual(['A01', 'A02'])
    expect(codes('')).toHaveLength(5)
    expect(codes('zzz')).toEqual([])
  })
})

describe('an entry', () => {
  it.each([
    ['A01', 'a01', 1],
    ['A01*2', 'a01', 2],
    ['剪发 x3', '剪发', 3],
    ['剪发×12', '剪发', 12],
    ['Ａ０１＊２', 'a01', 2],
    ['a01*0', 'a01*0', 1],
    ['spa x', 'spa x', 1],
  ])('%s is %s, %i times', (text, query, quantity) => {
    expect(readEntry(text)).toEqual({ query, quantity })
  })
})
