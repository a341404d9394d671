import type { Card, CardPlan } from 'api-client'
import { expect, test } from 'vitest'
import { brings, convertible, missing } from './convert'

const card = {
  kind: 'stored_value',
  plan: 'silver',
  draw_order: 'proportional',
  principal: 90_000,
  visits: [],
} as unknown as Card
const plan = (wish: Partial<CardPlan>) =>
  ({
    id: 'gold',
    kind: 'stored_value',
    price: 300_000,
    draw_order: 'proportional',
    active: true,
    ...wish,
  }) as CardPlan

test('an upgrade asks for what the plan costs more', () => {
  expect(missing(card, plan({}))).toBe(210_000)
  expect(missing(card, plan({ price: 50_000 }))).toBe(0)
  const visits = [{ value_left: 40_000 }] as Card['visits']
  expect(brings({ ...card, principal: 0, visits })).toBe(40_000)
})

test('a card turns into plans of money that are on sale and used in its order', () => {
  const plans = [
    plan({}),
    plan({ id: 'silver' }),
    plan({ id: 'gone', active: false }),
    plan({ id: 'visits', kind: 'visits' }),
    plan({ id: 'bonus', draw_order: 'bonus_first' }),
  ]
  expect(convertible(card, plans).map(({ id }) => id)).toEqual(['gold'])
  const visits = { ...card, kind: 'visits' } as Card
  expect(convertible(visits, plans).map(({ id }) => id)).toEqual(['gold', 'bonus'])
})
