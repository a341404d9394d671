import type { Card, Day } from 'api-client'

/** The last day of what is on a card, which can be moved: of its visits, its days, or the bonus that ends first. */
export const lastDayOf = ({ valid_until, time, bonus_until }: Card): Day | null =>
  valid_until ?? time?.ends_on ?? bonus_until
