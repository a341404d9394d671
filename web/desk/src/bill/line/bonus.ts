import type { CardPlan, Minor } from 'api-client'

/** The bonus the plan gives on this amount, rounded down: nobody is promised more than the plan says. */
export function bonusOf(plan: Pick<CardPlan, 'price' | 'bonus'>, amount: Minor): Minor {
  if (plan.price <= 0 || amount <= 0) return 0
  // The product of two amounts can pass what a number holds exactly.
  return Number((BigInt(amount) * BigInt(plan.bonus)) / BigInt(plan.price))
}
