import type { BillCustomer, CustomerProfile, CustomerSummary } from 'api-client'

/** A member's number where there is one, else that of the walk-in. */
export function numberOf(one: Pick<CustomerSummary, 'walk_in_number' | 'member_number'>): string {
  return one.member_number ?? one.walk_in_number ?? ''
}

/** Walk-ins without a name go by their number. */
export function titleOf(one: CustomerSummary): string {
  return one.name || numberOf(one)
}

export function billTitleOf(one: Pick<BillCustomer, 'name' | 'number'>): string {
  return one.name || one.number
}

/** What stands in the round mark: a Chinese family name, or two initials. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const [first = '', second = ''] = words
  if (/^[\p{Script=Latin}]/u.test(first)) {
    return ((first[0] ?? '') + (second[0] ?? '')).toUpperCase()
  }
  return Array.from(first)[0] ?? ''
}

export function emptyProfile(): CustomerProfile {
  return {
    name: '',
    phone: '',
    email: '',
    address: '',
    gender: '',
    birthday: null,
    source: '',
    referrer: null,
    referrer_shop: '',
    introducer: null,
    tags: [],
    notes: '',
    hair_formula: '',
    allergy: '',
  }
}

/** What somebody typed into the search is the phone or the name of the new member. */
export function profileFrom(typed: string): CustomerProfile {
  const text = typed.trim()
  const isPhone = /^\+?[\d\s-]{5,}$/.test(text)
  const isName = text !== '' && !/\d/.test(text)
  return { ...emptyProfile(), phone: isPhone ? text : '', name: isName ? text : '' }
}
