import type { StockLevel } from 'api-client'
import { describe, expect, it } from 'vitest'
import { differences, portionsOf, summaryOf } from './counting'
import { means, scanned, signed } from './levels'

function level(product: string, on_hand: number, unit_cost: number, barcode = ''): StockLevel {
  return {
    product,
    name: `${product} 500ml`,
    code: product.slice(0, 2).toUpperCase(),
    barcode,
    unit: '瓶',
    category: '',
    on_hand,
    value: on_hand * unit_cost,
    unit_cost,
    below_zero: on_hand < 0,
  }
}
const SHELVES = [level('shampoo', 8, 4200, '6901234567892'), level('wax', -1, 3000)]

describe('counting', () => {
  it('says nothing of what nobody came to, and takes nought for a count', () => {
    expect(differences(SHELVES, {})).toEqual([])
    expect(differences(SHELVES, { wax: 0 }).map((one) => one.difference)).toEqual([1])
  })

  it('sums up what is more, what is fewer, and what it is worth', () => {
    const found = differences(SHELVES, { shampoo: 6, wax: 2 })
    expect(summaryOf(found)).toEqual({ counted: 2, more: 3, fewer: 2, worth: 600 })
    expect(portionsOf(found)).toEqual([
      [
        { product: 'shampoo', counted: 6 },
        { product: 'wax', counted: 2 },
      ],
    ])
  })
})

it('goes to the server in portions', () => {
  const shelves = Array.from({ length: 205 }, (_, nth) => level(`p${nth}`, 0, 0))
  const tally = Object.fromEntries(shelves.map((one) => [one.product, 1]))
  const sizes = portionsOf(differences(shelves, tally)).map((portion) => portion.length)
  expect(sizes).toEqual([100, 100, 5])
})

describe('a product on the shelf', () => {
  it('is found by a part of its name and by its whole code', () => {
    const [shampoo] = SHELVES
    expect(shampoo && means(shampoo, ' SHAM ')).toBe(true)
    expect(scanned(SHELVES, '6901234567892')?.product).toBe('shampoo')
    expect(scanned(SHELVES, '690123')).toBeUndefined()
  })

  it('comes with a plus and goes with a minus', () => {
    expect([signed(3), signed(-2), signed(0)]).toEqual(['+3', '−2', '0'])
  })
})
