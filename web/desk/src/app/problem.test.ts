import { OfflineError, ProblemError } from 'api-client'
import { describe, expect, it } from 'vitest'
import { fieldSentence, isRefusal, problemSentence, type Wording } from './problem'
import { formatMoney } from './money'

const SENTENCES: Record<string, string> = {
  'problem.bill.total_changed': 'The total is now {total}.',
  'problem.app.offline': 'offline',
  'problem.app.unknown': 'unknown {code}',
  'problem.app.bug': 'bug',
}
const words: Wording = {
  t: (key, params) =>
    (SENTENCES[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name])),
  te: (key) => key in SENTENCES,
  money: (minor) => formatMoney(minor, 'CNY', 'en'),
}

describe('a problem', () => {
  it('is told in the words of its code, with money as money', () => {
    const error = new ProblemError(409, { code: 'bill.total_changed', params: { total: 35600 } })
    expect(problemSentence(error, words)).toBe('The total is now ¥356.00.')
  })

  it('falls back to the sentence of the server, then to its code', () => {
    const told = new ProblemError(422, { code: 'bill.odd', detail: 'This bill is odd.' })
    expect(problemSentence(told, words)).toBe('This bill is odd.')
    expect(problemSentence(new ProblemError(500, {}), words)).toBe('unknown http.500')
  })

  it('is told apart from a missing network and from a fault of the page', () => {
    expect(problemSentence(new OfflineError(), words)).toBe('offline')
    expect(problemSentence(new TypeError('x'), words)).toBe('bug')
  })

  it('stands at its field', () => {
    const field = { field: 'phone', code: 'customer.phone_invalid', detail: 'Not a phone number.' }
    expect(fieldSentence(field, words)).toBe('Not a phone number.')
  })

  it('is a refusal only when the permission is missing', () => {
    expect(isRefusal(new ProblemError(403, {}))).toBe(true)
    expect(isRefusal(new ProblemError(404, {}))).toBe(false)
  })
})
