import { expect, it } from 'vitest'
import { keyState } from './key-state'

const KEY = { revoked_at: null, expires_on: null }

it('opens through its last day, until it is revoked', () => {
  expect(keyState(KEY, '2026-11-22')).toBe('valid')
  expect(keyState({ ...KEY, expires_on: '2026-11-22' }, '2026-11-22')).toBe('valid')
  expect(keyState({ ...KEY, expires_on: '2026-11-21' }, '2026-11-22')).toBe('expired')
  expect(keyState({ ...KEY, revoked_at: '2026-11-01T00:00:00Z' }, '2026-11-22')).toBe('revoked')
})
