import { useQueryClient } from '@tanstack/vue-query'
import type { Id } from 'api-client'
import { nextTick, ref, shallowRef, type Ref } from 'vue'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { markPrinted, receipt as fetchReceipt } from '../api'
import { receiptRows, type Row } from './layout'
import { useSlipWords } from './words'

/** Printing the receipt of a bill; `roll` takes the slips to the printer. */
export function useReceipt(roll: Ref<{ print: () => void } | null>) {
  const queries = useQueryClient()
  const { say } = useProblems()
  const words = useSlipWords()
  const rows = shallowRef<Row[] | null>(null)
  const busy = ref(false)

  async function print(bill: Id) {
    if (busy.value) return
    busy.value = true
    try {
      const receipt = await fetchReceipt(bill)
      rows.value = receiptRows(receipt, receipt.printed_before, words)
      await nextTick()
      roll.value?.print()
      await markPrinted(bill)
      void queries.invalidateQueries({ queryKey: ['bill', 'receipt', bill] })
    } catch (error) {
      notice(say(error), 'bad')
    } finally {
      rows.value = null
      busy.value = false
    }
  }

  return { rows, busy, print }
}
