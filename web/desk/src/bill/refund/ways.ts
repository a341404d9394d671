import type { Id, OtherWay, RefundTender } from 'api-client'

/** Where the money of a tender goes instead: `cash`, or the id of a card; nothing is back the way it came. */
export type Ways = Record<Id, string>

const CHANNELS = ['wechat', 'alipay', 'bank_card']

/** What came through a channel may go another way; cash may go on a card; what is no money goes back where it was. */
export const mayGoToCash = (one: Pick<RefundTender, 'kind'>) => CHANNELS.includes(one.kind)
export const mayGoToCard = (one: Pick<RefundTender, 'kind'>) =>
  one.kind === 'cash' || CHANNELS.includes(one.kind)

/** Whether anything goes on a card, which the customer has to want. */
export const needsConsent = (ways: Ways): boolean =>
  Object.values(ways).some((way) => way !== '' && way !== 'cash')

/** As the server takes them. */
export function waysOf(ways: Ways, consent: boolean): OtherWay[] {
  return Object.entries(ways)
    .filter(([, way]) => way !== '')
    .map(([tender, way]) =>
      way === 'cash' ? { tender, to: 'cash' } : { tender, to: 'card', card: way, consent },
    )
}
