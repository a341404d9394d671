import {
  call,
  callForBlob,
  type Day,
  type Id,
  type ReportSummary,
  type RevenueBy,
  type RevenueReport,
  type TakingsBy,
  type TakingsReport,
  type Today,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

/** The figures of one business day; of the one that is now, where none is named. */
export const today = (branch: Id, day?: Day) =>
  call<Today>('GET', '/api/report/today', { query: { branch, day } })

/** Business days, both ends included, of one branch or of all that this person reaches. */
export interface Asked {
  from: Day
  to: Day
  branch: Id | undefined
}

export const summary = (asked: Asked) =>
  call<ReportSummary>('GET', '/api/report/summary', { query: { ...asked } })
export const takings = (asked: Asked, by: TakingsBy) =>
  call<TakingsReport>('GET', '/api/report/takings', { query: { ...asked, by } })
export const takingsSheet = (asked: Asked, by: TakingsBy, format: SheetFormat) =>
  callForBlob('GET', '/api/report/takings/export', { query: { ...asked, by, format } })
export const revenue = (asked: Asked, by: RevenueBy) =>
  call<RevenueReport>('GET', '/api/report/revenue', { query: { ...asked, by } })
export const revenueSheet = (asked: Asked, by: RevenueBy, format: SheetFormat) =>
  callForBlob('GET', '/api/report/revenue/export', { query: { ...asked, by, format } })
