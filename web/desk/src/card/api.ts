import { call, path, type CardPlan, type CardPlanWish, type Id, type Page } from 'api-client'

export const cardPlans = (after: string | null) =>
  call<Page<CardPlan>>('GET', '/api/card/plan', { query: { after } })
export const createCardPlan = (body: CardPlanWish) =>
  call<CardPlan>('POST', '/api/card/plan', { body })
export const changeCardPlan = (id: Id, body: CardPlanWish) =>
  call<CardPlan>('PUT', path`/api/card/plan/${id}`, { body })
