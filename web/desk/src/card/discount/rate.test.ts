import { describe, expect, it } from 'vitest'
import { lowered, rateFigure } from './rate'

describe('what a discount card says of itself', () => {
  it('names a rate as people do', () => {
    expect([rateFigure(850_000, 'zh-CN'), rateFigure(850_000, 'en')]).toEqual([8.5, 15])
    expect([rateFigure(900_000, 'zh-CN'), rateFigure(900_000, 'en')]).toEqual([9, 10])
  })

  it('leaves out what costs as much as without it', () => {
    const category = { category: 'c', category_name: '烫染', pays_ppm: 800_000 }
    const rates = { services_ppm: 900_000, products_ppm: 1_000_000, categories: [category] }
    expect(lowered(rates)).toEqual([
      { key: 'services', ppm: 900_000 },
      { name: '烫染', ppm: 800_000 },
    ])
  })
})
