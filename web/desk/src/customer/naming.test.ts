import { describe, expect, it } from 'vitest'
import { initialsOf, profileFrom, titleOf } from './naming'

describe('names', () => {
  it('show the family name, or two initials', () => {
    expect(initialsOf('王芳')).toBe('王')
    expect(initialsOf('Emma Johansson')).toBe('EJ')
    expect(initialsOf('𠮷田')).toBe('𠮷')
    expect(initialsOf('')).toBe('')
  })

  it('fall back to the number', () => {
    const summary = {
      id: '1',
      kind: 'walk_in' as const,
      walk_in_number: 'K00012',
      member_number: null,
      name: '',
      phone_masked: '',
      tags: [],
      registered_at: null,
      last_visit: null,
    }
    expect(titleOf(summary)).toBe('K00012')
    expect(titleOf({ ...summary, member_number: 'M8001' })).toBe('M8001')
  })
})

describe('a new member from what was typed', () => {
  it('takes digits as the phone and letters as the name', () => {
    expect(profileFrom('13812348000')).toMatchObject({ phone: '13812348000', name: '' })
    expect(profileFrom(' 王芳 ')).toMatchObject({ phone: '', name: '王芳' })
    expect(profileFrom('8000')).toMatchObject({ phone: '', name: '' })
    expect(profileFrom('K00012')).toMatchObject({ phone: '', name: '' })
  })
})
