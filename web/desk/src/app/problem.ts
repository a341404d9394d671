import { OfflineError, ProblemError, type ProblemField } from 'api-client'
import { useI18n } from 'vue-i18n'
import { formatMoney } from './money'
import { useSession } from './session'

/** Parameters of problems that are amounts of money, whatever the problem. */
const MONEY_PARAMS = new Set([
  'total',
  'rest',
  'amount',
  'balance',
  'left',
  'short',
  'paid',
  'max',
  'due',
])

/** Problems whose figures are counts, although their names are those of amounts elsewhere. */
const ABOUT_COUNTS = new Set(['card.visits_short', 'card.time_limit', 'bill.refund_above_rest'])

type Translate = (key: string, params: Record<string, unknown>) => string

export interface Wording {
  t: Translate
  te: (key: string) => boolean
  money: (minor: number) => string
}

function readable(params: Record<string, unknown>, money: Wording['money']) {
  const entries = Object.entries(params).map(([name, value]) =>
    MONEY_PARAMS.has(name) && typeof value === 'number' ? [name, money(value)] : [name, value],
  )
  return Object.fromEntries(entries) as Record<string, unknown>
}

function sentence(
  words: Wording,
  code: string,
  params: Record<string, unknown>,
  fallback: string,
): string {
  const key = `problem.${code}`
  const figures = ABOUT_COUNTS.has(code) ? params : readable(params, words.money)
  if (words.te(key)) return words.t(key, figures)
  return fallback || words.t('problem.app.unknown', { code })
}

/** The sentence a person reads for anything that was thrown. */
export function problemSentence(error: unknown, words: Wording): string {
  if (error instanceof OfflineError) return words.t('problem.app.offline', {})
  if (error instanceof ProblemError) {
    return sentence(words, error.code, error.params, error.detail)
  }
  return words.t('problem.app.bug', {})
}

/** The sentence that stands at a field; its figures are those of the whole problem. */
export function fieldSentence(
  field: ProblemField,
  words: Wording,
  params: Record<string, unknown> = {},
): string {
  return sentence(words, field.code, params, field.detail)
}

/** Whether the person lacks the permission, so that repeating is of no use. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 403
}

/** The wording of problems in the language and currency of the screen. */
export function useProblems() {
  const { t, te, locale } = useI18n()
  const session = useSession()
  const words: Wording = {
    t: (key, params) => t(key, params),
    te: (key) => te(key) || te(key, 'en'),
    money: (minor) => formatMoney(minor, session.currency, locale.value),
  }
  return {
    say: (error: unknown) => problemSentence(error, words),
    sayField: (field: ProblemField, error: ProblemError) =>
      fieldSentence(field, words, error.params),
  }
}
