import type { Day } from 'api-client'

/** A quarter by its year and number, with its first day. */
export interface QuarterChoice {
  year: number
  number: number
  from: Day
}

/** The quarter of a day and those before it, newest first. */
export function quartersUntil(day: Day, count: number): QuarterChoice[] {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const newest = year * 4 + Math.floor((month - 1) / 3)
  return Array.from({ length: count }, (_, back) => {
    const quarter = newest - back
    const number = (quarter % 4) + 1
    const first = String(quarter % 4 === 3 ? 10 : `0${(quarter % 4) * 3 + 1}`)
    const of = Math.floor(quarter / 4)
    return { year: of, number, from: `${of}-${first}-01` }
  })
}
