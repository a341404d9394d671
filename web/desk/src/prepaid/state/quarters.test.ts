import { describe, expect, it } from 'vitest'
import { quartersUntil } from './quarters'

describe('the quarters', () => {
  it('go back from that of a day, over the turn of the year', () => {
    expect(quartersUntil('2026-05-31', 4)).toEqual([
      { year: 2026, number: 2, from: '2026-04-01' },
      { year: 2026, number: 1, from: '2026-01-01' },
      { year: 2025, number: 4, from: '2025-10-01' },
      { year: 2025, number: 3, from: '2025-07-01' },
    ])
  })
})
