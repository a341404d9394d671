import { describe, expect, it } from 'vitest'
import { shareOf } from './visits'

describe('the share of a visit', () => {
  it('is rounded down, so that the last one clears what is left', () => {
    expect(shareOf(100_000, 12)).toBe(8333)
    expect(100_000 - 11 * 8333).toBe(8337)
  })

  it('is nothing while there are no visits', () => {
    expect(shareOf(100_000, 0)).toBe(0)
  })
})
