import type { OpeningHours } from 'api-client'
import { toHalfWidth } from '@/app/money'

/** A day of the week as it is edited: no spans means closed. */
export interface DayDraft {
  weekday: number
  spans: { opens: string; closes: string }[]
}

const DAY = 24 * 60

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function timeOf(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return `${String(hours).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Reads "9", "930", "9:30", "９：３０" and "21.30" as `HH:MM`; `null` when it is no time of day. */
export function readTime(typed: string): string | null {
  const plain = toHalfWidth(typed).trim().replace(/[.．]/, ':')
  const match = /^(\d{1,2}):?(\d{2})?$/.exec(plain)
  if (!match) return null
  const hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  return hours <= 24 && minutes < 60 && hours * 60 + minutes <= DAY
    ? timeOf(hours * 60 + minutes)
    : null
}

/** "26:00" is 02:00 of the next day. */
export function onTheClock(time: string): string {
  const minutes = minutesOf(time)
  return timeOf(minutes > DAY ? minutes - DAY : minutes)
}

export function isNextDay(time: string): boolean {
  return minutesOf(time) > DAY
}

/** A shop that closes before it opens closes on the next day. */
export function closingAfter(opens: string, closes: string): string {
  const minutes = minutesOf(onTheClock(closes))
  return timeOf(minutes <= minutesOf(opens) ? minutes + DAY : minutes)
}

export function toDays(hours: OpeningHours[]): DayDraft[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    spans: hours
      .filter((one) => one.weekday === weekday)
      .map(({ opens, closes }) => ({ opens, closes })),
  }))
}

export function fromDays(days: DayDraft[]): OpeningHours[] {
  return days.flatMap(({ weekday, spans }) => spans.map((span) => ({ weekday, ...span })))
}

function spansText(hours: OpeningHours[], weekday: number, nextDay: string): string {
  return hours
    .filter((one) => one.weekday === weekday)
    .map((one) => {
      const mark = isNextDay(one.closes) ? nextDay : ''
      return `${one.opens}–${mark}${onTheClock(one.closes)}`
    })
    .join(' ')
}

/** Days that follow each other with the same hours stand together: "周一–周四 10:00–21:30". */
export function summary(hours: OpeningHours[], names: string[], nextDay: string): string[] {
  const lines: { from: number; to: number; text: string }[] = []
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const text = spansText(hours, weekday, nextDay)
    const last = lines.at(-1)
    if (last && last.text === text && last.to === weekday - 1) last.to = weekday
    else if (text) lines.push({ from: weekday, to: weekday, text })
  }
  return lines.map(({ from, to, text }) => {
    const days = from === to ? names[from - 1] : `${names[from - 1]}–${names[to - 1]}`
    return `${days} ${text}`
  })
}
