import type { Capability, ShellParts } from './manifest'

const found = import.meta.glob<Capability>('../*/capability.ts', {
  eager: true,
  import: 'default',
})

const capabilities = Object.values(found)

export const routes = capabilities.flatMap((one) => one.routes ?? [])
export const publicRoutes = capabilities.flatMap((one) => one.publicRoutes ?? [])
export const menu = capabilities.flatMap((one) => one.menu ?? []).sort((a, b) => a.order - b.order)
export const settings = capabilities
  .flatMap((one) => one.settings ?? [])
  .sort((a, b) => a.order - b.order)
export const shell: ShellParts = Object.assign({}, ...capabilities.map((one) => one.shell ?? {}))
