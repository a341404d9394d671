import { describe, expect, it } from 'vitest'
import { countOf, filtersOf, isFiltered, isSame, NO_FILTER, queryOf } from './filter'

const BIRTHDAYS = { ...NO_FILTER, kind: 'member', birthday_month: '11' }

describe('the filters of the customer list', () => {
  it('are kept without those that do not filter, and come back whole', () => {
    expect(queryOf(BIRTHDAYS)).toEqual({ kind: 'member', birthday_month: 11 })
    expect(filtersOf(queryOf(BIRTHDAYS))).toEqual(BIRTHDAYS)
  })

  it('are known again, whatever the order in which they were kept', () => {
    expect(isSame(BIRTHDAYS, { birthday_month: 11, kind: 'member' })).toBe(true)
    expect(isSame(BIRTHDAYS, { birthday_month: 11 })).toBe(false)
  })

  it('count two ends as one, and not what stands outside of the panel', () => {
    const range = { ...BIRTHDAYS, visited_from: '2026-10-01', visited_to: '2026-10-31' }
    expect(countOf(range)).toBe(2)
    expect(countOf({ ...NO_FILTER, kind: 'member', q: '王' })).toBe(0)
    expect([isFiltered(NO_FILTER), isFiltered(BIRTHDAYS)]).toEqual([false, true])
  })
})
