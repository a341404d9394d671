import type { Id } from 'api-client'
import { ref } from 'vue'

/** The bill that a found customer is put on; without one, a new bill is opened. */
export const searchingFor = ref<{ bill: Id; number: number } | null>(null)

type Focus = (quiet: boolean) => void
let focusInput: Focus | null = null

/** The search box makes itself known here; gives back how to leave. */
export function offerSearch(focus: Focus): () => void {
  focusInput = focus
  return () => {
    if (focusInput === focus) focusInput = null
  }
}

/** Puts the cursor into the search box of the frame and shows what it offers. */
export function focusSearch() {
  focusInput?.(false)
}

/** Puts the cursor there without covering what is on the page. */
export function awaitNextCustomer() {
  focusInput?.(true)
}

/** Asks in the search box who this bill is for. */
export function searchForBill(bill: { id: Id; number: number }) {
  searchingFor.value = { bill: bill.id, number: bill.number }
  focusSearch()
}
