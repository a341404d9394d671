import type { Card, Debt, Id } from 'api-client'
import { computed, shallowRef, watch } from 'vue'
import { forget, keep, kept } from '@/app/kept'

/** The dialog that lies over a bill, and what it is about. */
export type Asking =
  | { name: 'line'; line: Id }
  | { name: 'reduce'; line: Id | null }
  | { name: 'top_up'; card: Card }
  | { name: 'tip' }
  | { name: 'fee' }
  | { name: 'repayment'; debt: Debt }
  | { name: 'split' }
  | { name: 'merge' }

/** What is asked over this bill; a reload goes on with it. */
export function useAsking(bill: Id) {
  const name = `asking.${bill}`
  const asking = shallowRef<Asking | null>(kept<Asking>(name))
  /** What the dialog is about, also while it is closing. */
  const about = shallowRef(asking.value)
  watch(asking, (now) => {
    if (now) about.value = now
    if (now) keep(name, now)
    else forget(name)
  })

  /** For a dialog's v-model: open while one of these is asked. */
  const isOpen = (...names: Asking['name'][]) =>
    computed({
      get: () => asking.value !== null && names.includes(asking.value.name),
      set: (now) => void (now || (asking.value = null)),
    })
  return { asking, about, isOpen }
}
