import {
  call,
  path,
  type Card,
  type CardDetail,
  type CardPlan,
  type CardPlanWish,
  type Id,
  type Page,
} from 'api-client'

export const cardPlans = (after: string | null) =>
  call<Page<CardPlan>>('GET', '/api/card/plan', { query: { after } })
export const createCardPlan = (body: CardPlanWish) =>
  call<CardPlan>('POST', '/api/card/plan', { body })
export const changeCardPlan = (id: Id, body: CardPlanWish) =>
  call<CardPlan>('PUT', path`/api/card/plan/${id}`, { body })
export const cardsOf = (customer: Id) =>
  call<Page<Card>>('GET', '/api/card', { query: { customer } })
export const card = (id: Id) => call<CardDetail>('GET', path`/api/card/${id}`)
