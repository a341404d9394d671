import type { ApiKey, Day } from 'api-client'

export type KeyState = 'valid' | 'expired' | 'revoked'

/** Whether a key still opens anything; on its last day it does. */
export function keyState(key: Pick<ApiKey, 'revoked_at' | 'expires_on'>, today: Day): KeyState {
  if (key.revoked_at !== null) return 'revoked'
  return key.expires_on !== null && key.expires_on < today ? 'expired' : 'valid'
}
