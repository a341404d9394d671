import { expect, it } from 'vitest'
import { bonusOf } from './bonus'

const plan = { price: 100000, bonus: 20000 }

it('gives the bonus of the plan in proportion, never more', () => {
  expect(bonusOf(plan, 100000)).toBe(20000)
  expect(bonusOf(plan, 50000)).toBe(10000)
  expect(bonusOf({ price: 30000, bonus: 10000 }, 10000)).toBe(3333)
  expect(bonusOf(plan, 0)).toBe(0)
  expect(bonusOf({ price: 0, bonus: 5 }, 100)).toBe(0)
})

it('stays exact for amounts whose product no number holds', () => {
  expect(bonusOf({ price: 3, bonus: 3 }, 9007199254740991)).toBe(9007199254740991)
})
