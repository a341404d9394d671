import type { Service } from 'api-client'
import { expect, it } from 'vitest'
import { newVariant, serviceDraft, serviceWish, variantsUnfinished } from './service-draft'

const BLOCKS = { setup: 0, hands_on: 45, processing: 30, finishing: 15 }
const COLOUR: Service = {
  id: 'colour',
  code: 'RF1',
  name: '染发',
  category: '染发',
  category_id: 'c',
  price: 28800,
  blocks: BLOCKS,
  duration_minutes: 90,
  taxes: [],
  variants: [{ id: 'long', name: '长发', price: 38800, blocks: BLOCKS, active: true }],
  add_ons: ['care'],
  add_on: false,
  active: true,
  pinyin: 'rf',
}

it('is sent as it was when nothing was changed', () => {
  const { id, category_id, duration_minutes, pinyin, ...wish } = COLOUR
  expect([id, category_id, duration_minutes, pinyin]).toHaveLength(4)
  expect(serviceWish(serviceDraft(COLOUR))).toEqual(wish)
})

it('gives a new variant the price and the time of the service, and no identity', () => {
  const draft = serviceDraft(COLOUR)
  const variant = newVariant(draft)
  expect(variantsUnfinished([variant])).toBe(true)
  draft.variants = [{ ...variant, name: '短发' }]
  variant.blocks.hands_on = 5
  expect(serviceWish(draft).variants).toEqual([
    { name: '短发', price: 28800, blocks: { ...BLOCKS, hands_on: 5 }, active: true },
  ])
  expect(draft.blocks.hands_on).toBe(45)
})

it('keeps add-ons away from what is itself an add-on', () => {
  expect(serviceWish({ ...serviceDraft(COLOUR), add_on: true }).add_ons).toEqual([])
})
