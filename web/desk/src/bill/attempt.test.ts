import { OfflineError, ProblemError } from 'api-client'
import { describe, expect, it, vi } from 'vitest'
import { useAttempt } from './attempt'

const keysOf = (send: ReturnType<typeof vi.fn>) => send.mock.calls.map((call) => call[1] as string)

describe('an attempt to move value', () => {
  it('keeps its key after a lost answer, until there is one', async () => {
    const send = vi.fn().mockRejectedValueOnce(new OfflineError()).mockResolvedValue('paid')
    const attempt = useAttempt<object, string>(send)
    expect(await attempt.run({ total: 1 })).toBeNull()
    expect(attempt.state.value).toBe('unknown')
    expect(await attempt.askAgain()).toBe('paid')
    expect(attempt.state.value).toBe('idle')
    const [first, second] = keysOf(send)
    expect(second).toBe(first)
  })

  it('treats a server that broke down as unknown too', async () => {
    const send = vi.fn().mockRejectedValue(new ProblemError(500, { code: 'bug' }))
    const attempt = useAttempt<object, string>(send)
    await attempt.run({ total: 1 })
    expect(attempt.state.value).toBe('unknown')
  })

  it('takes a new key after a refusal, because that is a new intention', async () => {
    const send = vi.fn().mockRejectedValue(new ProblemError(409, { code: 'bill.total_changed' }))
    const attempt = useAttempt<object, string>(send)
    await attempt.run({ total: 1 })
    expect(attempt.state.value).toBe('idle')
    expect(attempt.error.value).toBeInstanceOf(ProblemError)
    await attempt.run({ total: 1 })
    const [first, second] = keysOf(send)
    expect(second).not.toBe(first)
  })

  it('takes a new key for another wish', async () => {
    const send = vi.fn().mockRejectedValue(new OfflineError())
    const attempt = useAttempt<object, string>(send)
    await attempt.run({ total: 1 })
    await attempt.run({ total: 2 })
    const [first, second] = keysOf(send)
    expect(second).not.toBe(first)
  })

  it('is not sent twice at once', async () => {
    let answer: (paid: string) => void = () => {}
    const send = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)))
    const attempt = useAttempt<object, string>(send)
    const first = attempt.run({ total: 1 })
    expect(await attempt.run({ total: 1 })).toBeNull()
    answer('paid')
    expect(await first).toBe('paid')
    expect(send).toHaveBeenCalledTimes(1)
  })
})
