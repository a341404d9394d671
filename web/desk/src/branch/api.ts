import {
  call,
  path,
  type Branch,
  type BranchWish,
  type Company,
  type CompanyWish,
  type Id,
  type Page,
} from 'api-client'

export const branches = (after: string | null) =>
  call<Page<Branch>>('GET', '/api/branch', { query: { after } })
export const createBranch = (body: BranchWish) => call<Branch>('POST', '/api/branch', { body })
export const changeBranch = (id: Id, body: BranchWish) =>
  call<Branch>('PUT', path`/api/branch/${id}`, { body })

export const companies = (after: string | null) =>
  call<Page<Company>>('GET', '/api/branch/company', { query: { after } })
export const createCompany = (body: CompanyWish) =>
  call<Company>('POST', '/api/branch/company', { body })
export const changeCompany = (id: Id, body: CompanyWish) =>
  call<Company>('PUT', path`/api/branch/company/${id}`, { body })
