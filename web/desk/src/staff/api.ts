import { call, path, type Id, type Page, type Staff, type StaffWish } from 'api-client'

export interface StaffFilter {
  branch?: Id
  active?: boolean
  after?: string | null
  limit?: number
}

export const staff = (filter: StaffFilter) =>
  call<Page<Staff>>('GET', '/api/staff', { query: { ...filter } })
export const createStaff = (body: StaffWish) => call<Staff>('POST', '/api/staff', { body })
export const changeStaff = (id: Id, body: StaffWish) =>
  call<Staff>('PUT', path`/api/staff/${id}`, { body })
