import { ProblemError } from 'api-client'
import { whoAmI } from '@/identity/api'
import { setupState } from '@/setup/api'
import { useSession } from './session'

export type Woken = 'signed-in' | 'signed-out' | 'setup'

const PAUSES = [400, 1000, 2500, 5000]

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function once(): Promise<Woken> {
  try {
    useSession().enter(await whoAmI())
    return 'signed-in'
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error
  }
  const { needed } = await setupState()
  return needed ? 'setup' : 'signed-out'
}

/** Finds out who sits here. Without an answer it goes on asking, as the shop has nothing else to do. */
export async function wakeSession(): Promise<Woken> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once()
    } catch {
      await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 5000)
    }
  }
}
