import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { ProblemError, type Bill, type Id } from 'api-client'
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { bill as fetchBill } from './api'
import { changedLines } from './line/facts'

const FLASH = 2500

/** One bill: as the server has it, and how to change it. */
export function useBill(wanted: MaybeRefOrGetter<Id>) {
  const queries = useQueryClient()
  const { say } = useProblems()
  const id = computed(() => toValue(wanted))
  const key = computed(() => ['bill', 'one', id.value])
  const query = useQuery({ queryKey: key, queryFn: () => fetchBill(id.value) })
  const bill = computed(() => query.data.value)

  const busy = ref(0)
  /** Set for a moment when another device changed this bill: which of its lines it touched. */
  const changedElsewhere = shallowRef<ReadonlySet<Id> | null>(null)
  let ownVersion = 0
  let last: Promise<unknown> = Promise.resolve()

  function keep(now: Bill) {
    ownVersion = Math.max(ownVersion, now.version)
    queries.setQueryData(['bill', 'one', now.id], now)
    void queries.invalidateQueries({ queryKey: ['bill', 'list'] })
  }

  watch(id, () => (ownVersion = 0))
  watch(bill, (now, before) => {
    if (!now || !before || now.id !== before.id || busy.value > 0) return
    if (now.version > before.version && now.version > ownVersion) flash(before, now)
  })

  function flash(before: Bill, now: Bill) {
    const lines = changedLines(before.lines, now.lines)
    changedElsewhere.value = lines
    setTimeout(() => {
      if (changedElsewhere.value === lines) changedElsewhere.value = null
    }, FLASH)
  }

  async function attempt(run: () => Promise<Bill>): Promise<boolean> {
    try {
      keep(await run())
      return true
    } catch (error) {
      notice(say(error), 'bad')
      // Somebody else was quicker: what is on screen is no longer true.
      if (error instanceof ProblemError && error.status === 409) void query.refetch()
      return false
    }
  }

  /** Changes go one after the other, as they were typed; tells whether this one worked. */
  async function change(run: () => Promise<Bill>): Promise<boolean> {
    busy.value += 1
    const mine = last.then(() => attempt(run))
    last = mine
    try {
      return await mine
    } finally {
      busy.value -= 1
    }
  }

  return {
    bill,
    loading: query.isPending,
    error: query.error,
    refetch: () => query.refetch(),
    keep,
    change,
    busy: computed(() => busy.value > 0),
    changedElsewhere,
  }
}
