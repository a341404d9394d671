import { expect, it } from 'vitest'
import { narrows } from './criteria'

it('asks for a criterion besides the kinds', () => {
  expect(narrows({ kind: 'card', card_kind: 'visits', number_from: '' })).toBe(false)
  expect(narrows({ kind: 'member', number_to: 'M01000100' })).toBe(true)
  expect(narrows({ kind: 'walk_in', idle_since: '2025-01-01' })).toBe(true)
})
