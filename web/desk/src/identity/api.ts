import {
  call,
  type ApiKey,
  type ApiKeyWish,
  type Device,
  path,
  type Id,
  type Items,
  type Me,
  type NewApiKey,
  type NewRole,
  type NewUser,
  type Operator,
  type OperatorSwitch,
  type Page,
  type PasswordWish,
  type PinWish,
  type RecoveryCodes,
  type Role,
  type SecurityEvent,
  type SignIn,
  type TotpSetup,
  type User,
  type UserWish,
} from 'api-client'

export const signIn = (body: SignIn) => call<Me>('POST', '/api/identity/sign-in', { body })
export const signOut = () => call<void>('POST', '/api/identity/sign-out')
export const signOutEverywhere = () => call<void>('POST', '/api/identity/sign-out-everywhere')
export const whoAmI = () => call<Me>('GET', '/api/identity/me')

export const operators = (branch: Id) =>
  call<Items<Operator>>('GET', '/api/identity/operators', { query: { branch } })
/** Who could lend a right that is missing. */
export const releasers = (branch: Id, permission: string) =>
  call<Items<Operator>>('GET', '/api/identity/releasers', { query: { branch, permission } })
export const switchOperator = (body: OperatorSwitch) =>
  call<Me>('POST', '/api/identity/operator', { body })
export const setPin = (body: PinWish) => call<void>('PUT', '/api/identity/pin', { body })
export const setPassword = (body: PasswordWish) =>
  call<void>('PUT', '/api/identity/password', { body })

export const setEmail = (email: string) =>
  call<void>('PUT', '/api/identity/email', { body: { email } })

export const beginTotp = (password: string) =>
  call<TotpSetup>('POST', '/api/identity/totp', { body: { password } })
export const confirmTotp = (code: string) =>
  call<RecoveryCodes>('POST', '/api/identity/totp/confirm', { body: { code } })
export const removeTotp = (password: string, code: string) =>
  call<void>('POST', '/api/identity/totp/remove', { body: { password, code } })
export const resetTotp = (user: Id) =>
  call<void>('POST', path`/api/identity/user/${user}/totp/reset`)

export const devices = () => call<Page<Device>>('GET', '/api/identity/device')
export const endDevice = (id: Id) => call<void>('DELETE', path`/api/identity/device/${id}`)
export const events = (user: string, after: string | null) =>
  call<Page<SecurityEvent>>('GET', '/api/identity/event', { query: { user, after, limit: 50 } })

export const keys = (after: string | null) =>
  call<Page<ApiKey>>('GET', '/api/identity/key', { query: { after } })
export const makeKey = (body: ApiKeyWish) => call<NewApiKey>('POST', '/api/identity/key', { body })
export const revokeKey = (id: Id) => call<void>('DELETE', path`/api/identity/key/${id}`)

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
