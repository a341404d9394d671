import type { useForm } from '@/app/form'
import { isWhole } from './bundle/draft'
import type { RatesDraft } from './discount/draft'
import { isBundle, leastOf, type PlanDraft } from './plan-draft'
import type { TimeDraft } from './time/draft'

type Said = (key: string) => string
type Checked = Pick<ReturnType<typeof useForm>, 'need' | 'setError'>
function checkTime(t: Said, checked: Checked, { services, days, per, uses }: TimeDraft) {
  checked.need('services', services[0] ?? null)
  if (!days) checked.setError('days', t('card.plan.count_wrong'))
  if (per !== 'none' && !uses) checked.setError('uses', t('card.plan.count_wrong'))
}

function checkCharged(t: Said, checked: Checked, { services, products, categories }: RatesDraft) {
  checked.need('services', services)
  checked.need('products', products)
  if (categories.some((one) => !one.category || !one.pays)) {
    checked.setError('categories', t('card.discount.incomplete'))
  }
}

function checkRates(t: Said, checked: Checked, rates: RatesDraft) {
  checkCharged(t, checked, rates)
  if (!rates.days) checked.setError('days', t('card.plan.count_wrong'))
}

function checkValue(t: Said, checked: Checked, { bonus, rated, rates }: PlanDraft) {
  checked.need('bonus', bonus)
  if (rated) checkCharged(t, checked, rates)
}

function checkBundle(t: Said, checked: Checked, { bundle, valid, kind }: PlanDraft) {
  if (!isWhole(bundle, leastOf(kind))) checked.setError('parts', t('card.bundle.incomplete'))
  if (kind === 'trial' && !valid.days) {
    checked.setError('valid_days', t('card.plan.count_wrong'))
  }
}

/** What is missing in a plan before it is sent. */
export function checkPlan(checked: Checked, now: PlanDraft, t: Said) {
  checked.need('name', now.name)
  checked.need('price', now.price)
  if (now.kind === 'stored_value') return checkValue(t, checked, now)
  if (now.kind === 'time') return checkTime(t, checked, now.time)
  if (isBundle(now.kind)) return checkBundle(t, checked, now)
  if (now.kind === 'discount') return checkRates(t, checked, now.rates)
  checked.need('service', now.service)
  if (!now.count) checked.setError('count', t('card.plan.count_wrong'))
  checked.need('gift', now.gift)
}
