import type { Id } from 'api-client'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/app/session'

/** The branches this person may act in, and how a few of them are named in a line. */
export function useBranchNames() {
  const session = useSession()
  const { locale } = useI18n()
  const branches = computed(() => session.me?.branches ?? [])

  function namesOf(ids: Id[]): string {
    const names = branches.value.filter((one) => ids.includes(one.id)).map((one) => one.name)
    return names.join(locale.value === 'en' ? ', ' : '、')
  }
  return { branches, namesOf }
}
