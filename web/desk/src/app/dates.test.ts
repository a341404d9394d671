import { describe, expect, it } from 'vitest'
import { businessDay } from './dates'

describe('the business day', () => {
  const hangzhou = { time_zone: 'Asia/Shanghai', cut_off_minutes: 180 }

  it('is still the day before until the cut-off', () => {
    expect(businessDay('2026-03-01T15:59:00Z', hangzhou)).toBe('2026-03-01')
    expect(businessDay('2026-03-01T16:47:00Z', hangzhou)).toBe('2026-03-01')
    expect(businessDay('2026-03-01T18:59:00Z', hangzhou)).toBe('2026-03-01')
    expect(businessDay('2026-03-01T19:00:00Z', hangzhou)).toBe('2026-03-02')
  })

  it('keeps the wall time of its cut-off when the clocks change', () => {
    const berlin = { time_zone: 'Europe/Berlin', cut_off_minutes: 180 }
    expect(businessDay('2026-03-29T00:59:00Z', berlin)).toBe('2026-03-28')
    expect(businessDay('2026-03-29T01:00:00Z', berlin)).toBe('2026-03-29')
  })

  it('begins at midnight where nothing is cut off', () => {
    const lisbon = { time_zone: 'Europe/Lisbon', cut_off_minutes: 0 }
    expect(businessDay('2026-01-02T00:00:00Z', lisbon)).toBe('2026-01-02')
  })
})
