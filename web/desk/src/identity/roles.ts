import { useQuery } from '@tanstack/vue-query'
import type { Id, Role } from 'api-client'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { permissions, roles } from './api'

export interface PermissionGroup {
  /** The capability the permissions belong to: "bill" of "bill.pay". */
  name: string
  codes: string[]
}

/** Permissions side by side with those of the same capability, in the order of the server. */
export function grouped(codes: string[]): PermissionGroup[] {
  const groups = new Map<string, string[]>()
  for (const code of codes) {
    const name = code.split('.')[0] ?? code
    groups.set(name, [...(groups.get(name) ?? []), code])
  }
  return [...groups].map(([name, members]) => ({ name, codes: members }))
}

/** Names of roles and permissions as people say them. */
export function useRoleWords() {
  const { t, te } = useI18n()
  const known = (key: string) => te(key) || te(key, 'en')

  const roleName = (role: Role) =>
    role.ready && known(`identity.ready.${role.ready}`)
      ? t(`identity.ready.${role.ready}`)
      : role.name
  const permissionName = (code: string) =>
    known(`identity.permission.${code}`) ? t(`identity.permission.${code}`) : code
  const groupName = (name: string) =>
    known(`identity.permission_group.${name}`) ? t(`identity.permission_group.${name}`) : name
  return { roleName, permissionName, groupName }
}

/** All roles and all permissions there are. */
export function useRoles() {
  const list = useQuery({ queryKey: ['identity', 'roles'], queryFn: () => roles(null) })
  const codes = useQuery({ queryKey: ['identity', 'permissions'], queryFn: permissions })
  return {
    roles: computed(() => list.data.value?.items ?? []),
    groups: computed(() => grouped(codes.data.value?.items ?? [])),
    role: (id: Id) => list.data.value?.items.find((one) => one.id === id),
    loading: computed(() => list.isPending.value || codes.isPending.value),
    error: computed(() => list.error.value ?? codes.error.value),
    retry: () => {
      void list.refetch()
      void codes.refetch()
    },
  }
}
