import type { NoticeEvent, NoticeLanguage, NoticeMessage, NoticeState } from 'api-client'
import { useI18n } from 'vue-i18n'
import type { Tone } from '@/app/ui/StatusTag.vue'

/** Of what other programs can be told. */
export const PROGRAM_EVENTS: NoticeEvent[] = ['till.day_closed', 'books.fault', 'card.changed']

/** A language is named in itself. */
export const LANGUAGES: { value: NoticeLanguage; label: string }[] = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
]

export const TONES: Record<NoticeState, Tone> = {
  waiting: 'waiting',
  sent: 'good',
  failed: 'bad',
  suppressed: 'plain',
}

/** What became of a message, and why, in a sentence. */
export function useOutcome() {
  const { t } = useI18n()
  return ({ state, reason }: NoticeMessage) =>
    reason ? t(`notice.reasons.${reason}`) : t(`notice.states.${state}`)
}

/** Minutes after midnight as `HH:MM`, and back. */
export function clockOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
