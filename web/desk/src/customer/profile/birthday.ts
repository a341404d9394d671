import type { Birthday } from 'api-client'

const MONTHS = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊']
const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 15 is 十五, 1 is 初一, 21 is 廿一. */
function lunarDay(day: number): string {
  if (day <= 10) return `初${DIGITS[day - 1]}`
  if (day === 20) return '二十'
  if (day === 30) return '三十'
  return (day < 20 ? '十' : '廿') + DIGITS[(day % 10) - 1]
}

/** 八月十五, as people say it. */
export function lunarName(birthday: Birthday): string {
  const leap = birthday.leap_month ? '闰' : ''
  return `${leap}${MONTHS[birthday.month - 1] ?? ''}月${lunarDay(birthday.day)}`
}

/** `1990-08-15`, or `08-15` when the year is not known. */
export function solarName({ year, month, day }: Birthday): string {
  const rest = [month, day].map((part) => String(part).padStart(2, '0')).join('-')
  return year === null ? rest : `${year}-${rest}`
}

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** How many days the month may have; without a year, February may have 29. */
export function daysIn({ calendar, year, month }: Pick<Birthday, 'calendar' | 'year' | 'month'>) {
  if (calendar === 'lunar') return 30
  if (month === 2 && year !== null) return new Date(Date.UTC(year, 2, 0)).getUTCDate()
  return LENGTHS[month - 1] ?? 31
}
