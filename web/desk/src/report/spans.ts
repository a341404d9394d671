import dayjs from 'dayjs'
import type { Day } from 'api-client'

export const PRESETS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
] as const
export type Preset = (typeof PRESETS)[number]

export interface Span {
  from: Day
  to: Day
}

const written = (day: dayjs.Dayjs): Day => day.format('YYYY-MM-DD')
const span = (from: dayjs.Dayjs, to: dayjs.Dayjs): Span => ({
  from: written(from),
  to: written(to),
})

/** The days that a preset means on a day. Weeks begin on Monday; what is going on ends today. */
export function spanOf(preset: Preset, today: Day): Span {
  const now = dayjs(today)
  const monday = now.subtract((now.day() + 6) % 7, 'day')
  switch (preset) {
    case 'today':
      return span(now, now)
    case 'yesterday':
      return span(now.subtract(1, 'day'), now.subtract(1, 'day'))
    case 'this_week':
      return span(monday, now)
    case 'last_week':
      return span(monday.subtract(7, 'day'), monday.subtract(1, 'day'))
    case 'this_month':
      return span(now.startOf('month'), now)
    case 'last_month': {
      const last = now.startOf('month').subtract(1, 'day')
      return span(last.startOf('month'), last)
    }
  }
}

/** What stands in the address, as days: a preset, two days, or nothing yet. */
export function readSpan(written: { span: string; from: string; to: string }, today: Day): Span {
  if (written.span === 'custom' && written.from && written.to)
    return { from: written.from, to: written.to }
  const preset = PRESETS.find((one) => one === written.span)
  return spanOf(preset ?? 'today', today)
}

/** By how much something has changed, in whole percent; nothing to compare with gives nothing. */
export function changeOf(now: number, before: number): number | null {
  return before > 0 ? Math.round(((now - before) * 100) / before) : null
}
