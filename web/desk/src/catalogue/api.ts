import { call, path, type Id, type Page, type Service, type ServiceWish } from 'api-client'

export interface ServiceFilter {
  active?: boolean
  after?: string | null
  limit?: number
}

export const services = (filter: ServiceFilter) =>
  call<Page<Service>>('GET', '/api/catalogue/service', { query: { ...filter } })
export const createService = (body: ServiceWish) =>
  call<Service>('POST', '/api/catalogue/service', { body })
export const changeService = (id: Id, body: ServiceWish) =>
  call<Service>('PUT', path`/api/catalogue/service/${id}`, { body })
