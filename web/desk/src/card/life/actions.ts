import type { Card, CardHolds, CardLock } from 'api-client'
import { lastDayOf } from '../validity/last-day'

/** What can be done to a card besides paying with it. */
export type LifeAction = CardLock | 'replace' | 'extend' | 'transfer' | 'convert' | 'merge' | 'code'

const LOCKS: readonly LifeAction[] = ['lost', 'found', 'frozen', 'thawed']

export const isLock = (action: LifeAction): action is CardLock => LOCKS.includes(action)

/** What has a dialog of its own. */
export type OwnDialog = 'convert' | 'extend' | 'code'

/** The permission that an action needs. */
export function permissionOf(action: LifeAction): string {
  if (isLock(action)) return 'card.lock'
  return action === 'code' ? 'card.replace' : `card.${action}`
}

/** Which actions make sense for a card as it is; `others` are further cards of its holder. */
export function actionsOf(card: Card, others: Card[]): LifeAction[] {
  switch (card.state) {
    case 'active':
      return ['lost', 'frozen', 'replace', ...longer(card), ...movesOf(card, others)]
    case 'frozen':
      return ['thawed', 'lost', ...longer(card)]
    case 'lost':
      return ['found', 'replace', ...longer(card)]
    case 'closed':
      return []
  }
}

/** What has a last day can have a later one. */
const longer = (card: Card): LifeAction[] => (lastDayOf(card) === null ? [] : ['extend'])

function movesOf(card: Card, others: Card[]): LifeAction[] {
  // What becomes of a gift card is said by who claims it.
  if (card.bearer) return ['code']
  // Days become no money.
  const handed: LifeAction[] = card.time === null ? ['transfer', 'convert'] : ['transfer']
  const moves = isEmpty(holdsOf(card)) ? [] : handed
  return mergeable(card, others).length > 0 ? [...moves, 'merge'] : moves
}

/** The cards whose lots can come to this one: of its kind and order of use, with something on them. */
export function mergeable(card: Card, others: Card[]): Card[] {
  return others.filter(
    (one) =>
      one.id !== card.id &&
      one.state === 'active' &&
      !one.bearer &&
      one.kind === card.kind &&
      // Days cannot pass twice at once.
      one.time === null &&
      one.kind !== 'trial' &&
      one.valid_until === card.valid_until &&
      one.valid_days === card.valid_days &&
      one.draw_order === card.draw_order &&
      !isEmpty(holdsOf(one)),
  )
}

export function holdsOf(card: Card): CardHolds {
  const visits = card.visits.reduce((sum, one) => sum + one.left, 0)
  const days = card.time?.days_left ?? 0
  return { principal: card.principal, bonus: card.bonus, visits, days }
}

const isEmpty = ({ principal, bonus, visits, days }: CardHolds) =>
  principal === 0 && bonus === 0 && visits === 0 && days === 0

export function sumOf(one: CardHolds, other: CardHolds): CardHolds {
  return {
    principal: one.principal + other.principal,
    bonus: one.bonus + other.bonus,
    visits: one.visits + other.visits,
    days: one.days + other.days,
  }
}

/** The state in which a lock leaves a card. */
export const stateAfter = (lock: CardLock): Card['state'] =>
  lock === 'lost' || lock === 'frozen' ? lock : 'active'
