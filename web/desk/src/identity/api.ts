import {
  call,
  path,
  type Id,
  type Items,
  type Me,
  type NewRole,
  type NewUser,
  type Operator,
  type OperatorSwitch,
  type Page,
  type PasswordWish,
  type PinWish,
  type Role,
  type SignIn,
  type User,
  type UserWish,
} from 'api-client'

export const signIn = (body: SignIn) => call<Me>('POST', '/api/identity/sign-in', { body })
export const signOut = () => call<void>('POST', '/api/identity/sign-out')
export const signOutEverywhere = () => call<void>('POST', '/api/identity/sign-out-everywhere')
export const whoAmI = () => call<Me>('GET', '/api/identity/me')

export const operators = (branch: Id) =>
  call<Items<Operator>>('GET', '/api/identity/operators', { query: { branch } })
export const switchOperator = (body: OperatorSwitch) =>
  call<Me>('POST', '/api/identity/operator', { body })
export const setPin = (body: PinWish) => call<void>('PUT', '/api/identity/pin', { body })
export const setPassword = (body: PasswordWish) =>
  call<void>('PUT', '/api/identity/password', { body })

export const users = (after: string | null) =>
  call<Page<User>>('GET', '/api/identity/user', { query: { after } })
export const createUser = (body: NewUser) => call<User>('POST', '/api/identity/user', { body })
export const changeUser = (id: Id, body: UserWish) =>
  call<User>('PUT', path`/api/identity/user/${id}`, { body })

export const roles = (after: string | null) =>
  call<Page<Role>>('GET', '/api/identity/role', { query: { after } })
export const createRole = (body: NewRole) => call<Role>('POST', '/api/identity/role', { body })
export const changeRole = (id: Id, body: NewRole) =>
  call<Role>('PUT', path`/api/identity/role/${id}`, { body })
export const removeRole = (id: Id) => call<void>('DELETE', path`/api/identity/role/${id}`)
export const permissions = () => call<Items<string>>('GET', '/api/identity/permission')
