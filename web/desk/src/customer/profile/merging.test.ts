import { describe, expect, it } from 'vitest'
import { emptyProfile } from '../naming'
import { mergeProfiles } from './merging'

const base = { ...emptyProfile(), name: '王芳', notes: '', tags: ['金卡'] }

describe('saving what somebody else changed meanwhile', () => {
  it('takes their fields where nothing was typed here', () => {
    const merged = mergeProfiles(base, { ...base, notes: '靠窗' }, { ...base, tags: ['银卡'] })
    expect(merged.profile).toMatchObject({ notes: '靠窗', tags: ['银卡'] })
    expect(merged.conflicts).toEqual([])
  })

  it('keeps what was typed and names the field both changed', () => {
    const merged = mergeProfiles(base, { ...base, name: '王方' }, { ...base, name: '汪芳' })
    expect(merged.profile.name).toBe('王方')
    expect(merged.conflicts).toEqual(['name'])
  })

  it('sees no conflict when both wrote the same', () => {
    const now = { ...base, notes: '靠窗' }
    expect(mergeProfiles(base, now, { ...now }).conflicts).toEqual([])
  })
})
