import { describe, expect, it } from 'vitest'
import { blocksDraft, blocksWish, busyMinutes, fitsCalendar, minutesOf } from './blocks'

const COLOUR = { setup: 10, hands_on: 45, processing: 30, finishing: 20 }

describe('the time blocks of a service', () => {
  it('are an hour of work for a new one', () => {
    expect(blocksWish(blocksDraft())).toEqual({
      setup: 0,
      hands_on: 60,
      processing: 0,
      finishing: 0,
    })
  })

  it('leave the stylist free while the colour takes', () => {
    expect(minutesOf(COLOUR)).toBe(105)
    expect(busyMinutes(COLOUR)).toBe(75)
  })

  it('count as nought while nothing is typed', () => {
    expect(blocksWish({ ...COLOUR, setup: null }).setup).toBe(0)
  })

  it('fit the calendar in steps of five minutes within a day', () => {
    expect(fitsCalendar(COLOUR)).toBe(true)
    expect(fitsCalendar({ ...COLOUR, setup: 3 })).toBe(false)
    expect(fitsCalendar({ ...COLOUR, processing: 1440 })).toBe(false)
  })
})
