import type { BackupRun } from 'api-client'
import { expect, it } from 'vitest'
import { secondsOf, sizeOf } from './figures'

it('says sizes as file managers do', () => {
  expect([0, 999, 1000, 1_234_567, 150_000_000, 2_500_000_000_000_000].map(sizeOf)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '150 MB',
    '2500 TB',
  ])
})

it('counts at least one second', () => {
  const run = (ended_at: string) => ({ started_at: '2026-03-02T03:30:00Z', ended_at }) as BackupRun
  expect(secondsOf(run('2026-03-02T03:30:00.200Z'))).toBe(1)
  expect(secondsOf(run('2026-03-02T03:31:05Z'))).toBe(65)
})
