import { expect, test } from 'vitest'
import { actionsOf, holdsOf, mergeable } from './actions'
import { cardOf as card } from './card-of'

test('a lock is taken off by its own key, and a closed card is left alone', () => {
  expect(actionsOf(card({ state: 'frozen' }), [])).toEqual(['thawed', 'lost'])
  expect(actionsOf(card({ state: 'lost' }), [])).toEqual(['found', 'replace'])
  expect(actionsOf(card({ state: 'closed' }), [])).toEqual([])
})

test('an empty card is not handed over, and nothing is merged with it', () => {
  const empty = card({ id: 'two', principal: 0, bonus: 0 })
  expect(actionsOf(empty, [])).toEqual(['lost', 'frozen', 'replace'])
  expect(actionsOf(card({}), [empty])).toEqual(['lost', 'frozen', 'replace', 'transfer', 'convert'])
})

test('only cards of one kind and one order of use go together', () => {
  const same = card({ id: 'two' })
  const other = card({ id: 'three', draw_order: 'bonus_first' })
  const visits = card({ id: 'four', kind: 'visits' })
  const locked = card({ id: 'five', state: 'frozen' })
  expect(mergeable(card({}), [card({}), same, other, visits, locked])).toEqual([same])
  expect(actionsOf(card({}), [same])).toContain('merge')
  expect(holdsOf(same)).toEqual({ principal: 1000, bonus: 200, visits: 0, days: 0 })
})

test('what has a last day can be extended, locked or not', () => {
  const ends = card({ kind: 'visits', valid_until: '2026-06-30' })
  expect(actionsOf(ends, [])).toContain('extend')
  expect(actionsOf({ ...ends, state: 'frozen' }, [])).toContain('extend')
  expect(actionsOf({ ...ends, state: 'closed' }, [])).toEqual([])
  expect(mergeable(ends, [card({ id: 'two', kind: 'visits' })])).toEqual([])
})
