import type { Card } from 'api-client'

/** A card for tests: as usual, but for what is said. */
export const cardOf = (wish: Partial<Card>): Card => ({
  id: 'one',
  number: 'C01000001',
  customer: 'somebody',
  customer_name: '王芳',
  kind: 'stored_value',
  plan_name: '金卡',
  plan: null,
  draw_order: 'proportional',
  state: 'active',
  principal: 1000,
  bonus: 200,
  bonus_until: null,
  visits: [],
  time: null,
  reach: { pays: 'everything', branches: [] },
  bonus_max_ppm: null,
  rates: null,
  valid_until: null,
  valid_days: null,
  opened_on: '2026-03-02',
  branch: 'here',
  has_password: false,
  ...wish,
})
