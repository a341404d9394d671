import { useQueryClient } from '@tanstack/vue-query'
import type { BillSummary, Debt, Id } from 'api-client'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { notice } from '@/app/notice'
import { useProblems } from '@/app/problem'
import { useSession } from '@/app/session'
import { createWalkIn } from '@/customer/api'
import { addLine, openBill, setCustomer } from './api'
import { searchingFor } from './search/focus'
import { waitingKey } from './waiting'

/** Opening bills from anywhere in the app, and going to them at the till. */
export function useOpenBill() {
  const session = useSession()
  const queries = useQueryClient()
  const router = useRouter()
  const { say } = useProblems()
  const { t } = useI18n()
  const opening = ref(false)

  async function goTo(bill: Id) {
    await router.push({ name: 'till-bill', params: { id: bill } })
  }

  /** A bill of this customer that waits already: a second one would only be forgotten. */
  function waitingFor(number: string): BillSummary | undefined {
    if (!number) return undefined
    const known = queries.getQueryData<BillSummary[]>(waitingKey(session.branch?.id ?? ''))
    return known?.find((one) => one.customer_number === number)
  }

  async function once(run: (branch: Id) => Promise<Id>) {
    const branch = session.branch
    if (!branch || opening.value) return
    opening.value = true
    try {
      await goTo(await run(branch.id))
      void queries.invalidateQueries({ queryKey: ['bill', 'list'] })
    } catch (error) {
      notice(say(error), 'bad')
    } finally {
      opening.value = false
    }
  }

  async function putOn(bill: Id, customer: Id): Promise<Id> {
    searchingFor.value = null
    const changed = await setCustomer(bill, customer)
    queries.setQueryData(['bill', 'one', bill], changed)
    return bill
  }

  /** Opens a bill for the customer, or puts the customer on the bill that asked for one. */
  function openFor(customer: Id, number = '') {
    const asked = searchingFor.value
    if (asked) return once(() => putOn(asked.bill, customer))
    const waiting = waitingFor(number)
    if (waiting) {
      notice(t('bill.open.waiting', { number: waiting.number }))
      return goTo(waiting.id)
    }
    return once(async (branch) => (await openBill(branch, customer)).id)
  }

  /** Somebody without a name: gets a number and a bill at once. */
  function openForWalkIn() {
    const asked = searchingFor.value
    return once(async (branch) => {
      const walkIn = await createWalkIn(branch)
      if (asked) return putOn(asked.bill, walkIn.id)
      return (await openBill(branch, walkIn.id)).id
    })
  }

  /** A debt is paid like anything else, by a line on a bill: on the one that waits, or on a new one. */
  function openToRepay(debt: Debt) {
    return once(async (branch) => {
      const waiting = waitingFor(debt.customer.number)
      const bill = waiting?.id ?? (await openBill(branch, debt.customer.id)).id
      const changed = await addLine(bill, { kind: 'repayment', debt: debt.id, amount: debt.left })
      queries.setQueryData(['bill', 'one', bill], changed)
      return bill
    })
  }

  return { openFor, openForWalkIn, openToRepay, opening }
}
