import { call, OfflineError, ProblemError } from 'api-client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { offerReleases, releaseQuestion } from './release'

const LINDA = { user: 'linda-id', pin: '2468' }

function refusal(code: string, status: number): Response {
  const headers = { 'content-type': 'application/problem+json' }
  return new Response(JSON.stringify({ code, params: { permission: 'bill.void' } }), {
    status,
    headers,
  })
}
const done = () => Response.json({ voided: true })

const fetch = vi.fn<typeof globalThis.fetch>()
const headersOf = (nth: number) => fetch.mock.calls[nth]?.[1]?.headers as Record<string, string>

beforeEach(() => {
  vi.stubGlobal('fetch', fetch)
  fetch.mockReset()
  fetch.mockImplementation(() => Promise.resolve(refusal('access.forbidden', 403)))
  offerReleases()
})
afterEach(() => vi.unstubAllGlobals())

/** A refused write, at the point where the dialog is open. */
async function refusedWrite() {
  const outcome = call('POST', '/api/bill/1/void', { body: {}, idempotencyKey: 'k' })
  outcome.catch(() => {})
  await vi.waitFor(() => expect(releaseQuestion.value).not.toBeNull())
  const question = releaseQuestion.value
  if (!question) throw new Error('nobody was asked')
  return { outcome, question }
}

it('goes through in the name of who released it, under the same key', async () => {
  const { outcome, question } = await refusedWrite()
  expect(question.refusal.params.permission).toBe('bill.void')
  fetch.mockResolvedValue(done())
  await question.answer(LINDA)
  await expect(outcome).resolves.toEqual({ voided: true })
  expect(headersOf(0).release).toBeUndefined()
  expect(headersOf(1)).toMatchObject({ release: 'linda-id 2468', 'idempotency-key': 'k' })
  expect(releaseQuestion.value).toBeNull()
})

it('asks again after a wrong PIN', async () => {
  const { outcome, question } = await refusedWrite()
  fetch.mockResolvedValue(refusal('identity.pin_wrong', 401))
  await expect(question.answer(LINDA)).rejects.toBeInstanceOf(ProblemError)
  expect(releaseQuestion.value).toBe(question)
  fetch.mockResolvedValue(done())
  await question.answer(LINDA)
  await expect(outcome).resolves.toEqual({ voided: true })
})

it('hands any other refusal, and a lost line, to the page', async () => {
  const first = await refusedWrite()
  fetch.mockResolvedValue(refusal('bill.not_open', 409))
  await first.question.answer(LINDA)
  await expect(first.outcome).rejects.toMatchObject({ code: 'bill.not_open' })

  fetch.mockImplementation(() => Promise.resolve(refusal('access.forbidden', 403)))
  const second = await refusedWrite()
  fetch.mockRejectedValue(new TypeError('gone'))
  await second.question.answer(LINDA)
  await expect(second.outcome).rejects.toBeInstanceOf(OfflineError)
})

it('stays refused when nobody releases it', async () => {
  const { outcome, question } = await refusedWrite()
  question.giveUp()
  await expect(outcome).rejects.toMatchObject({ code: 'access.forbidden' })
  expect(releaseQuestion.value).toBeNull()
})

it('is not asked for when something is only looked at', async () => {
  await expect(call('GET', '/api/bill')).rejects.toMatchObject({ code: 'access.forbidden' })
  expect(releaseQuestion.value).toBeNull()
})
