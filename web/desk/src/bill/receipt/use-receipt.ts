import { useQueryClient } from '@tanstack/vue-query'
import type { Id, Receipt } from 'api-client'
import { nextTick, ref, shallowRef, type Ref } from 'vue'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { markPrinted, receipt as fetchReceipt } from '../api'
import { resetPaper, setPaper } from './paper'
import { paperWidth } from './settings'

/** Printing the receipt of a bill; `roll` is the element that holds the slips. */
export function useReceipt(roll: Ref<HTMLElement | null>) {
  const queries = useQueryClient()
  const { say } = useProblems()
  const receipt = shallowRef<Receipt | null>(null)
  const busy = ref(false)

  async function printNow(slips: HTMLElement) {
    const heights = Array.from(slips.children, (slip) => slip.getBoundingClientRect().height)
    setPaper(Number(paperWidth.value), Math.max(...heights))
    window.print()
    resetPaper()
  }

  async function print(bill: Id) {
    if (busy.value) return
    busy.value = true
    try {
      receipt.value = await fetchReceipt(bill)
      await nextTick()
      if (roll.value) await printNow(roll.value)
      await markPrinted(bill)
      void queries.invalidateQueries({ queryKey: ['bill', 'receipt', bill] })
    } catch (error) {
      notice(say(error), 'bad')
    } finally {
      receipt.value = null
      busy.value = false
    }
  }

  return { receipt, busy, print }
}
