import type { Id } from 'api-client'
import { ref } from 'vue'

/** The bill that a found customer is put on; without one, a new bill is opened. */
export const searchingFor = ref<{ bill: Id; number: number } | null>(null)

interface SearchBox {
  focus: (quiet: boolean) => void
  /** Looks for whom or what a scanned code belongs to. */
  scan: (code: string) => void
}
let box: SearchBox | null = null

/** The search box makes itself known here; gives back how to leave. */
export function offerSearch(mine: SearchBox): () => void {
  box = mine
  return () => {
    if (box === mine) box = null
  }
}

/** Puts the cursor into the search box of the frame and shows what it offers. */
export function focusSearch() {
  box?.focus(false)
}

/** Puts the cursor there without covering what is on the page. */
export function awaitNextCustomer() {
  box?.focus(true)
}

/** Asks in the search box who this bill is for. */
export function searchForBill(bill: { id: Id; number: number }) {
  searchingFor.value = { bill: bill.id, number: bill.number }
  focusSearch()
}

/** A scan that meant nothing to the page: it may be somebody's card. */
export function handOnScan(code: string) {
  box?.scan(code)
}
