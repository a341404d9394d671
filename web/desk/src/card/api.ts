import {
  call,
  callForBlob,
  path,
  type Card,
  type CardClosing,
  type CardClosingWish,
  type CardConvertWish,
  type CardDetail,
  type CardEvent,
  type CardExtendWish,
  type CardLockWish,
  type CardMergeWish,
  type CardPlan,
  type CardPlanWish,
  type CardRefund,
  type CardRefundWish,
  type CardReplaceWish,
  type CardStatement,
  type CardTransferWish,
  type CompanionEndWish,
  type CompanionWish,
  type Day,
  type GiftClaimWish,
  type GiftCode,
  type GiftCodeWish,
  type Id,
  type Page,
} from 'api-client'
import type { SheetFormat } from '@/app/save-file'

export const cardPlans = (after: string | null) =>
  call<Page<CardPlan>>('GET', '/api/card/plan', { query: { after } })
export const createCardPlan = (body: CardPlanWish) =>
  call<CardPlan>('POST', '/api/card/plan', { body })
export const changeCardPlan = (id: Id, body: CardPlanWish) =>
  call<CardPlan>('PUT', path`/api/card/plan/${id}`, { body })
export const cardsOf = (customer: Id) =>
  call<Page<Card>>('GET', '/api/card', { query: { customer } })
export const card = (id: Id) => call<CardDetail>('GET', path`/api/card/${id}`)
/** Cards with this number: for one that somebody else hands over. */
export const cardsByNumber = (number: string) =>
  call<Page<Card>>('GET', '/api/card', { query: { number } })
export const setCardPassword = (id: Id, password: string | null) =>
  call<void>('PUT', path`/api/card/${id}/password`, { body: { password } })
/** What the customer would get today, by every cause; changes nothing. */
export const cardRefund = (id: Id, wish: CardRefundWish) =>
  call<CardRefund>('GET', path`/api/card/${id}/refund`, { query: { ...wish } })
export const cardClosings = (id: Id) =>
  call<Page<CardClosing>>('GET', path`/api/card/${id}/closing`)
export const closeCard = (id: Id, body: CardClosingWish, idempotencyKey: string) =>
  call<CardClosing>('POST', path`/api/card/${id}/closing`, { body, idempotencyKey })
/** What happened to a card besides paying. */
export const cardEvents = (id: Id) => call<Page<CardEvent>>('GET', path`/api/card/${id}/event`)
export const lockCard = (id: Id, body: CardLockWish) =>
  call<Card>('POST', path`/api/card/${id}/lock`, { body })
export const replaceCard = (id: Id, body: CardReplaceWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/replace`, { body, idempotencyKey })
export const transferCard = (id: Id, body: CardTransferWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/transfer`, { body, idempotencyKey })
export const mergeCards = (id: Id, body: CardMergeWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/merge`, { body, idempotencyKey })
export const companionsOf = (id: Id) => call<Page<Card>>('GET', path`/api/card/${id}/companion`)
export const addCompanion = (id: Id, body: CompanionWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/companion`, { body, idempotencyKey })
export const endCompanion = (id: Id, body: CompanionEndWish) =>
  call<Card>('POST', path`/api/card/${id}/companion/end`, { body })
/** The gift card of a code, which nobody has claimed. */
export const findGift = (code: string) =>
  call<Card>('POST', '/api/card/gift/find', { body: { code } })
export const claimGift = (body: GiftClaimWish, idempotencyKey: string) =>
  call<Card>('POST', '/api/card/gift/claim', { body, idempotencyKey })
export const newGiftCode = (id: Id, body: GiftCodeWish, idempotencyKey: string) =>
  call<GiftCode>('POST', path`/api/card/${id}/code`, { body, idempotencyKey })
export const convertCard = (id: Id, body: CardConvertWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/convert`, { body, idempotencyKey })
export const extendCard = (id: Id, body: CardExtendWish, idempotencyKey: string) =>
  call<Card>('POST', path`/api/card/${id}/extend`, { body, idempotencyKey })
export const cardStatement = (id: Id, from: Day, to: Day) =>
  call<CardStatement>('GET', path`/api/card/${id}/statement`, { query: { from, to } })
export const cardStatementSheet = (id: Id, from: Day, to: Day, format: SheetFormat) =>
  callForBlob('GET', path`/api/card/${id}/statement/export`, { query: { from, to, format } })
