import {
  call,
  callForBlob,
  path,
  type ConsentWish,
  type Customer,
  type CustomerFilter,
  type CustomerHit,
  type CustomerPage,
  type CustomerSummary,
  type CustomerTag,
  type CustomerWish,
  type Duplicates,
  type HistoryItem,
  type Id,
  type Items,
  type MergeWish,
  type NewCustomer,
  type Page,
  type Points,
  type RegisterWish,
  type SavedFilter,
  type SavedFilterWish,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export const customers = (filter: CustomerFilter, after: string | null) =>
  call<CustomerPage>('GET', '/api/customer', { query: { ...filter, after } })
export const customersSheet = (filter: CustomerFilter, format: SheetFormat) =>
  callForBlob('GET', '/api/customer/export', { query: { ...filter, format } })

export const savedFilters = () => call<Page<SavedFilter>>('GET', '/api/customer/filter')
export const keepFilter = (body: SavedFilterWish) =>
  call<SavedFilter>('POST', '/api/customer/filter', { body })
export const removeFilter = (id: Id) => call<void>('DELETE', path`/api/customer/filter/${id}`)

export const customerTags = () => call<Page<CustomerTag>>('GET', '/api/customer/tag')
export const renameTag = (from: string, to: string) =>
  call<void>('PUT', '/api/customer/tag', { body: { from, to } })
export const removeTag = (name: string) =>
  call<void>('DELETE', '/api/customer/tag', { query: { name } })

export const duplicates = (after: string | null) =>
  call<Page<Duplicates>>('GET', '/api/customer/duplicate', { query: { after } })
export const mergeCustomers = (stays: Id, body: MergeWish) =>
  call<Customer>('POST', path`/api/customer/${stays}/merge`, { body })
export const family = (id: Id) =>
  call<Page<CustomerSummary>>('GET', path`/api/customer/${id}/family`)

export const searchCustomers = (q: string, signal?: AbortSignal) =>
  call<Items<CustomerHit>>('GET', '/api/customer/search', { query: { q }, signal })
export const createWalkIn = (branch: Id) =>
  call<Customer>('POST', '/api/customer/walk-in', { body: { branch } })
export const createMember = (body: NewCustomer) => call<Customer>('POST', '/api/customer', { body })
export const customer = (id: Id) => call<Customer>('GET', path`/api/customer/${id}`)
export const changeCustomer = (id: Id, body: CustomerWish) =>
  call<Customer>('PUT', path`/api/customer/${id}`, { body })
export const registerCustomer = (id: Id, body: RegisterWish) =>
  call<Customer>('POST', path`/api/customer/${id}/register`, { body })
export const giveConsent = (id: Id, body: ConsentWish) =>
  call<Customer>('POST', path`/api/customer/${id}/consent`, { body })
export const setPhoto = (id: Id, photo: Blob) =>
  call<void>('PUT', path`/api/customer/${id}/photo`, { body: photo })
export const photo = (id: Id) => callForBlob('GET', path`/api/customer/${id}/photo`)
export const removePhoto = (id: Id) => call<void>('DELETE', path`/api/customer/${id}/photo`)
export const ownData = (id: Id) => callForBlob('GET', path`/api/customer/${id}/export`)
export const eraseCustomer = (id: Id, reason: string) =>
  call<void>('POST', path`/api/customer/${id}/erase`, { body: { reason } })
export const points = (customer: Id) =>
  call<Points>('GET', '/api/loyalty/points', { query: { customer } })
export const history = (customer: Id, after: string | null) =>
  call<Page<HistoryItem>>('GET', path`/api/report/customer-history/${customer}`, {
    query: { after },
  })
