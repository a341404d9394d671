import {
  call,
  callForBlob,
  type Counted,
  type CountWish,
  type Id,
  type Page,
  type ReceiveWish,
  type StockLevel,
  type StockMove,
  type StockUse,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export interface LevelFilter {
  branch: Id
  q?: string
  below_zero?: boolean
  after?: string | null
  limit?: number
}

export const levels = (filter: LevelFilter) =>
  call<Page<StockLevel>>('GET', '/api/stock', { query: { ...filter } })
export const moves = (branch: Id, product: Id, after: string | null) =>
  call<Page<StockMove>>('GET', '/api/stock/move', { query: { branch, product, after } })
export const receive = (body: ReceiveWish, idempotencyKey: string) =>
  call<void>('POST', '/api/stock/receive', { body, idempotencyKey })
export const useGoods = (body: StockUse, idempotencyKey: string) =>
  call<void>('POST', '/api/stock/use', { body, idempotencyKey })
export const correct = (body: StockUse, idempotencyKey: string) =>
  call<void>('POST', '/api/stock/correct', { body, idempotencyKey })
export const count = (body: CountWish, idempotencyKey: string) =>
  call<Counted>('POST', '/api/stock/count', { body, idempotencyKey })
export const stockSheet = (branch: Id, format: SheetFormat) =>
  callForBlob('GET', '/api/stock/export', { query: { branch, format } })
