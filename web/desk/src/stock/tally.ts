import type { Id } from 'api-client'
import { ref, watch, type Ref } from 'vue'
import { recalledText, remember } from '@/app/device'
import type { Tally } from './counting'

function read(key: string): Tally {
  try {
    return JSON.parse(recalledText(key) || '{}') as Tally
  } catch {
    return {}
  }
}

/** A count takes an hour: what was counted so far outlives a reload of the page, per branch. */
export function useTally(branch: Ref<Id>) {
  const keyOf = (id: Id) => `tress.count.${id}`
  const tally = ref<Tally>(read(keyOf(branch.value)))
  watch(branch, (now) => (tally.value = read(keyOf(now))))
  watch(tally, (now) => remember(keyOf(branch.value), JSON.stringify(now)), { deep: true })
  return tally
}
