import { describe, expect, test } from 'vitest'
import { changeOf, readSpan, spanOf } from './spans'

describe('the days that are asked for', () => {
  test('weeks begin on Monday', () => {
    // 1 March 2026 is a Sunday.
    expect(spanOf('this_week', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-01' })
    expect(spanOf('this_week', '2026-03-02')).toEqual({ from: '2026-03-02', to: '2026-03-02' })
    expect(spanOf('last_week', '2026-03-04')).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  })

  test('a month ends on its last day, or today', () => {
    expect(spanOf('this_month', '2026-03-31')).toEqual({ from: '2026-03-01', to: '2026-03-31' })
    expect(spanOf('last_month', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(spanOf('yesterday', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  })

  test('an address without days, or with words that mean none, is today', () => {
    const today = { from: '2026-03-01', to: '2026-03-01' }
    expect(readSpan({ span: '', from: '', to: '' }, '2026-03-01')).toEqual(today)
    expect(readSpan({ span: 'custom', from: '', to: '' }, '2026-03-01')).toEqual(today)
    const chosen = { from: '2026-01-05', to: '2026-01-09' }
    expect(readSpan({ span: 'custom', ...chosen }, '2026-03-01')).toEqual(chosen)
  })

  test('a change needs something to be compared with', () => {
    expect(changeOf(150, 100)).toBe(50)
    expect(changeOf(0, 100)).toBe(-100)
    expect(changeOf(10, 0)).toBeNull()
  })
})
