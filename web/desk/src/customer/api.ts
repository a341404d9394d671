import {
  call,
  callForBlob,
  path,
  type ConsentWish,
  type Customer,
  type CustomerHit,
  type CustomerPage,
  type CustomerWish,
  type HistoryItem,
  type Id,
  type Items,
  type NewCustomer,
  type Page,
  type Points,
  type RegisterWish,
} from 'api-client'

export const customers = (kind: string, after: string | null) =>
  call<CustomerPage>('GET', '/api/customer', { query: { kind, after } })
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
