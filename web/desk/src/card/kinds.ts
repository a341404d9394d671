import type { PlanKind } from 'api-client'

/** Whether a card holds principal and bonus. */
export const holdsMoney = (kind: PlanKind) => kind === 'stored_value' || kind === 'gift'
