import {
  call,
  path,
  type DormantBatch,
  type DormantBatchDetail,
  type DormantPreview,
  type DormantQuery,
  type DormantWish,
  type Id,
  type Page,
  type ReopenWish,
} from 'api-client'

/** The accounts that may be closed; changes nothing. */
export const dormantPreview = (query: DormantQuery) =>
  call<DormantPreview>('GET', '/api/dormant/preview', { query: { ...query } })
export const closeDormant = (body: DormantWish, idempotencyKey: string) =>
  call<DormantBatch>('POST', '/api/dormant/batch', { body, idempotencyKey })
export const dormantBatches = (after: string | null) =>
  call<Page<DormantBatch>>('GET', '/api/dormant/batch', { query: { after } })
export const dormantBatch = (id: Id) =>
  call<DormantBatchDetail>('GET', path`/api/dormant/batch/${id}`)
export const reopenDormant = (id: Id, body: ReopenWish, idempotencyKey: string) =>
  call<DormantBatch>('POST', path`/api/dormant/batch/${id}/reopen`, { body, idempotencyKey })
