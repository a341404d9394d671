import {
  call,
  callForBlob,
  path,
  type Day,
  type Id,
  type Page,
  type PrepaidAcknowledgementWish,
  type PrepaidContract,
  type PrepaidException,
  type PrepaidFigureWish,
  type PrepaidPolicy,
  type PrepaidQuarter,
  type PrepaidRegion,
  type PrepaidState,
  type PrepaidTerms,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export const policies = () => call<Page<PrepaidPolicy>>('GET', '/api/prepaid/policy')
export const chooseRegion = (company: Id, region: PrepaidRegion) =>
  call<Page<PrepaidPolicy>>('PUT', path`/api/prepaid/policy/${company}/region`, {
    body: { region },
  })
export const setFigure = (company: Id, wish: PrepaidFigureWish) =>
  call<Page<PrepaidPolicy>>('PUT', path`/api/prepaid/policy/${company}/figure`, { body: wish })
export const exceptions = (company: Id) =>
  call<Page<PrepaidException>>('GET', path`/api/prepaid/policy/${company}/exception`)
export const states = () => call<Page<PrepaidState>>('GET', '/api/prepaid/state')
/** What moved in the quarter of a day. */
export const quarter = (on: Day) =>
  call<Page<PrepaidQuarter>>('GET', '/api/prepaid/quarter', { query: { on } })
export const quarterSheet = (on: Day, format: SheetFormat) =>
  callForBlob('GET', '/api/prepaid/quarter/export', { query: { on, format } })
/** Those of a bill, or of a card. */
export const contracts = (of: { bill?: Id; card?: Id }) =>
  call<Page<PrepaidContract>>('GET', '/api/prepaid/contract', { query: of })
export const acknowledge = (contract: Id, wish: PrepaidAcknowledgementWish) =>
  call<PrepaidContract>('POST', path`/api/prepaid/contract/${contract}/acknowledgement`, {
    body: wish,
  })
export const terms = (company: Id) => call<PrepaidTerms>('GET', path`/api/prepaid/terms/${company}`)
export const setTerms = (company: Id, body: PrepaidTerms) =>
  call<PrepaidTerms>('PUT', path`/api/prepaid/terms/${company}`, { body })
export const stopSelling = (company: Id, reason: string) =>
  call<Page<PrepaidState>>('PUT', path`/api/prepaid/state/${company}/stop`, { body: { reason } })
export const resumeSelling = (company: Id) =>
  call<Page<PrepaidState>>('DELETE', path`/api/prepaid/state/${company}/stop`)
/** Everybody who has something on a card, and what they get for it. */
export const holdersSheet = (company: Id) =>
  callForBlob('GET', path`/api/prepaid/state/${company}/holders`)
