import { call, callForBlob, type AuditRow, type Page } from 'api-client'
import type { SheetFormat } from '@/app/save-file'

/** What is asked for, as it stands in the address of the page; what is empty does not filter. */
export type AuditFilter = Record<'user' | 'command' | 'branch' | 'from' | 'to' | 'q', string>

export const auditRows = (filter: AuditFilter, after: string | null) =>
  call<Page<AuditRow>>('GET', '/api/audit', { query: { ...filter, after, limit: 50 } })
export const auditSheet = (filter: AuditFilter, format: SheetFormat) =>
  callForBlob('GET', '/api/audit/export', { query: { ...filter, format } })
