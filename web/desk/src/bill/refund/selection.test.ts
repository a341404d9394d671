import { expect, it } from 'vitest'
import { chooseAll, chooseNone, isNothing, selectionOf } from './selection'

const lines = [
  { id: 'cut', quantity: 1, refunded_quantity: 0 },
  { id: 'wash', quantity: 3, refunded_quantity: 1 },
]

it('all that is left is sent as such, so that nothing is missed', () => {
  expect(chooseAll(lines)).toEqual({ cut: 1, wash: 2 })
  expect(selectionOf(lines, chooseAll(lines))).toBeNull()
})

it('a part names its lines and quantities only', () => {
  expect(selectionOf(lines, { cut: 0, wash: 1 })).toEqual([{ line: 'wash', quantity: 1 }])
})

it('knows when nothing is chosen', () => {
  expect(isNothing(chooseNone(lines))).toBe(true)
  expect(isNothing({ cut: 1, wash: 0 })).toBe(false)
})
