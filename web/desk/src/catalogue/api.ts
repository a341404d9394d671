import {
  call,
  callForBlob,
  path,
  type BranchPrice,
  type BranchPriceWish,
  type Category,
  type CategoryWish,
  type Id,
  type ItemKind,
  type Page,
  type Product,
  type ProductWish,
  type Service,
  type ServiceWish,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export interface ItemFilter {
  active?: boolean
  q?: string
  after?: string | null
  limit?: number
}

export const services = (filter: ItemFilter) =>
  call<Page<Service>>('GET', '/api/catalogue/service', { query: { ...filter } })
export const createService = (body: ServiceWish) =>
  call<Service>('POST', '/api/catalogue/service', { body })
export const changeService = (id: Id, body: ServiceWish) =>
  call<Service>('PUT', path`/api/catalogue/service/${id}`, { body })

export const products = (filter: ItemFilter) =>
  call<Page<Product>>('GET', '/api/catalogue/product', { query: { ...filter } })
export const createProduct = (body: ProductWish) =>
  call<Product>('POST', '/api/catalogue/product', { body })
export const changeProduct = (id: Id, body: ProductWish) =>
  call<Product>('PUT', path`/api/catalogue/product/${id}`, { body })

export const categories = (after: string | null) =>
  call<Page<Category>>('GET', '/api/catalogue/category', { query: { after, limit: 100 } })
export const createCategory = (name: string, kind: ItemKind) =>
  call<Category>('POST', '/api/catalogue/category', { body: { name, kind } })
export const changeCategory = (id: Id, body: CategoryWish) =>
  call<Category>('PUT', path`/api/catalogue/category/${id}`, { body })
export const removeCategory = (id: Id) => call<void>('DELETE', path`/api/catalogue/category/${id}`)

export const branchPrices = (branch: Id, after: string | null) =>
  call<Page<BranchPrice>>('GET', '/api/catalogue/price', { query: { branch, after, limit: 100 } })
export const setBranchPrice = (branch: Id, body: BranchPriceWish) =>
  call<void>('PUT', '/api/catalogue/price', { query: { branch }, body })

export const catalogueSheet = (kind: ItemKind, format: SheetFormat) =>
  callForBlob('GET', '/api/catalogue/export', { query: { kind, format } })
