import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { menu, settings } from '@/app/capabilities'
import type { MenuEntry } from '@/app/manifest'
import { useSession } from '@/app/session'

const SETTINGS: MenuEntry = {
  route: 'settings',
  label: 'app.menu.settings',
  icon: 'settings',
  order: 900,
  permissions: [],
  within: settings.map((one) => one.route),
}

function anyOf(permissions: string[], may: (permission: string) => boolean): boolean {
  return permissions.length === 0 || permissions.some(may)
}

/** The entries this person may open, and which of them the page on screen belongs to. */
export function useMenu() {
  const session = useSession()
  const route = useRoute()
  const entries = computed(() =>
    [...menu, SETTINGS].filter((one) => anyOf(one.permissions, session.may)),
  )
  const isCurrent = (entry: MenuEntry) => {
    const name = String(route.name ?? '')
    return entry.route === name || (entry.within?.includes(name) ?? false)
  }
  return { entries, isCurrent }
}

/** The pages of the settings this person may open. */
export function useSettings() {
  const session = useSession()
  return computed(() => settings.filter((one) => anyOf(one.permissions, session.may)))
}
