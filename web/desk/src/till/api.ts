import {
  call,
  callForBlob,
  type ClosedDay,
  type ClosedDaySummary,
  type Day,
  type HandOverWish,
  type Id,
  type OpenTillWish,
  type Page,
  type TillClosing,
  type TillDrawer,
  type TillMoveWish,
  type TillSession,
  type TillSessionSummary,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export const drawer = (branch: Id) =>
  call<TillDrawer>('GET', '/api/till/drawer', { query: { branch } })
export const sessions = (branch: Id, after: string | null) =>
  call<Page<TillSessionSummary>>('GET', '/api/till/session', { query: { branch, after } })
export const session = (id: Id) => call<TillSession>('GET', `/api/till/session/${id}`)
export const openTill = (body: OpenTillWish, idempotencyKey: string) =>
  call<TillSession>('POST', '/api/till/session', { body, idempotencyKey })
export const moveCash = (id: Id, body: TillMoveWish, idempotencyKey: string) =>
  call<TillSession>('POST', `/api/till/session/${id}/move`, { body, idempotencyKey })
export const handOver = (id: Id, body: HandOverWish, idempotencyKey: string) =>
  call<TillSession>('POST', `/api/till/session/${id}/hand-over`, { body, idempotencyKey })

export const closing = (branch: Id) =>
  call<TillClosing>('GET', '/api/till/closing', { query: { branch } })
export const closeDay = (body: { branch: Id; day: Day }, idempotencyKey: string) =>
  call<ClosedDay>('POST', '/api/till/day', { body, idempotencyKey })
export const closedDays = (branch: Id, after: string | null) =>
  call<Page<ClosedDaySummary>>('GET', '/api/till/day', { query: { branch, after } })
export const closedDay = (id: Id) => call<ClosedDay>('GET', `/api/till/day/${id}`)
export const closedDaySheet = (id: Id, format: SheetFormat) =>
  callForBlob('GET', `/api/till/day/${id}/export`, { query: { format } })
