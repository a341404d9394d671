import type { Id, Me } from 'api-client'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { recalledText, remember } from './device'

const BRANCH_KEY = 'tress.branch'

/** Who is signed in, and the branch this device works for. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const branchId = ref<Id>(recalledText(BRANCH_KEY))

  const branch = computed(() => {
    const mine = me.value?.branches ?? []
    return mine.find((one) => one.id === branchId.value) ?? mine[0] ?? null
  })
  const currency = computed(() => me.value?.organisation.currency ?? 'CNY')

  function enter(now: Me) {
    me.value = now
  }
  function leave() {
    me.value = null
  }
  function chooseBranch(id: Id) {
    branchId.value = id
    remember(BRANCH_KEY, id)
  }
  /** Held in any branch: enough to be shown a page. */
  function may(permission: string): boolean {
    return me.value?.permissions.includes(permission) ?? false
  }
  /** Held in the branch this device works for: needed for what is done there. */
  function mayHere(permission: string): boolean {
    return branch.value?.permissions.includes(permission) ?? false
  }

  return { me, branch, currency, enter, leave, chooseBranch, may, mayHere }
})
