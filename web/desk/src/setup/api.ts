import { call, type Me, type SetupState, type SetupWish } from 'api-client'

export const setupState = () => call<SetupState>('GET', '/api/setup')
export const setUp = (body: SetupWish) => call<Me>('POST', '/api/setup', { body })
