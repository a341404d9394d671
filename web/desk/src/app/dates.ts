import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import updateLocale from 'dayjs/plugin/updateLocale'
import type { Day, Instant, MyBranch } from 'api-client'
import { useI18n } from 'vue-i18n'
import { useSession } from './session'

dayjs.extend(updateLocale)
// Salons plan from Monday to Sunday, whatever the language.
dayjs.updateLocale('en', { weekStart: 1 })

type Clock = Pick<MyBranch, 'time_zone' | 'cut_off_minutes'>

/** `2026-11-21 19:30` on the clock of the salon. */
export function formatInstant(instant: Instant, timeZone: string): string {
  return `${dayIn(instant, timeZone)} ${timeIn(instant, timeZone)}`
}

/** `19:30` on the clock of the salon. */
export function timeIn(instant: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant))
}

/** `2026-11-21` in the salon's time zone. */
export function dayIn(instant: Instant, timeZone: string): Day {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(instant))
}

/** The business day of a branch: until its cut-off, the night still belongs to the day before. */
export function businessDay(instant: Instant, branch: Clock): Day {
  const [hours, minutes] = timeIn(instant, branch.time_zone).split(':').map(Number)
  const day = dayIn(instant, branch.time_zone)
  return (hours ?? 0) * 60 + (minutes ?? 0) < branch.cut_off_minutes ? daysAgo(day, 1) : day
}

/** The day so many days before another. */
export function daysAgo(day: Day, days: number): Day {
  return dayjs(day).subtract(days, 'day').format('YYYY-MM-DD')
}

/** Names of the days from Monday on, in the language of the screen. */
export function weekdayNames(locale: string, width: 'long' | 'short' = 'short'): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' })
  // 1 January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => format.format(new Date(Date.UTC(2024, 0, day))))
}

/** Dates as the salon reads them. */
export function useDates() {
  const session = useSession()
  const { locale } = useI18n()
  const zone = () => session.me?.organisation.time_zone ?? 'Asia/Shanghai'
  return {
    instant: (value: Instant) => formatInstant(value, zone()),
    time: (value: Instant) => timeIn(value, zone()),
    day: (value: Instant) => dayIn(value, zone()),
    /** The business day of the branch that this device works for. */
    today: () => {
      const now = new Date().toISOString()
      return session.branch ? businessDay(now, session.branch) : dayIn(now, zone())
    },
    weekdays: (width: 'long' | 'short' = 'short') => weekdayNames(locale.value, width),
  }
}
