import { describe, expect, it } from 'vitest'
import { takenAlong } from './taken'

describe('splitting a bill', () => {
  it('takes an add-on where its service goes', () => {
    const lines = [
      { id: 'cut', add_on_of: null },
      { id: 'colour', add_on_of: null },
      { id: 'care', add_on_of: 'colour' },
    ]
    expect(takenAlong(lines, ['colour'])).toEqual(['colour', 'care'])
    expect(takenAlong(lines, ['cut'])).toEqual(['cut'])
    expect(takenAlong(lines, [])).toEqual([])
  })
})
