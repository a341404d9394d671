import type { CardEvent } from 'api-client'

/** How the number beside an event is named: the one that the card had, or the other card's. */
export function numberNote(event: CardEvent): string {
  return `card.life.history.${event.other_card ? 'other_card' : 'from_number'}`
}
