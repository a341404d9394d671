import { describe, expect, it } from 'vitest'
import { closingAfter, fromDays, isNextDay, onTheClock, readTime, summary, toDays } from './hours'

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

describe('opening hours', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['2130', '21:30'],
    ['9:30', '09:30'],
    ['21.30', '21:30'],
    ['９：３０', '09:30'],
    ['24:00', '24:00'],
  ])('read %s as %s', (typed, time) => {
    expect(readTime(typed)).toBe(time)
  })

  it.each(['', 'noon', '25', '9:60', '24:01', '1:2'])('refuse %j', (typed) => {
    expect(readTime(typed)).toBeNull()
  })

  it('run into the next day when they close before they open', () => {
    expect(closingAfter('10:00', '02:00')).toBe('26:00')
    expect(closingAfter('10:00', '22:00')).toBe('22:00')
    expect(closingAfter('10:00', '26:00')).toBe('26:00')
    expect(onTheClock('26:00')).toBe('02:00')
    expect(isNextDay('26:00')).toBe(true)
    expect(isNextDay('24:00')).toBe(false)
  })

  it('survive being edited without a change', () => {
    const hours = [
      { weekday: 1, opens: '10:00', closes: '13:00' },
      { weekday: 1, opens: '14:00', closes: '22:00' },
      { weekday: 6, opens: '10:00', closes: '26:00' },
    ]
    expect(fromDays(toDays(hours))).toEqual(hours)
  })

  it('are told with equal days together', () => {
    const hours = [1, 2, 3, 5].map((weekday) => ({ weekday, opens: '10:00', closes: '22:00' }))
    hours.push({ weekday: 6, opens: '10:00', closes: '26:00' })
    expect(summary(hours, NAMES, '+1 ')).toEqual([
      'Mon–Wed 10:00–22:00',
      'Fri 10:00–22:00',
      'Sat 10:00–+1 02:00',
    ])
  })
})
