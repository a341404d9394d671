import type { Card, CardPlan, Minor } from 'api-client'

/** The money paid in that a card brings along: left of its principal, and of what was paid for its visits. */
export const brings = (card: Card): Minor =>
  card.visits.reduce((sum, one) => sum + one.value_left, card.principal)

/** How much less a card brings along than a plan costs. */
export const missing = (card: Card, plan: CardPlan): Minor => Math.max(0, plan.price - brings(card))

/** The plans that a card can turn into: others of money, on sale, used in the same order. */
export function convertible(card: Card, plans: CardPlan[]): CardPlan[] {
  return plans.filter(
    (plan) =>
      plan.id !== card.plan &&
      plan.active &&
      plan.kind === 'stored_value' &&
      (card.kind === 'visits' || plan.draw_order === card.draw_order),
  )
}
