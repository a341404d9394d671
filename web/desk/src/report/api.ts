import { call, type Id, type Today } from 'api-client'

export const today = (branch: Id) => call<Today>('GET', '/api/report/today', { query: { branch } })
