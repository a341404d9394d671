import type { BillLine, Card } from 'api-client'
import { MONEY_KINDS, type OpenKind, type TenderDraft } from './tenders'

export const OPEN_KINDS: readonly OpenKind[] = [...MONEY_KINDS, 'on_account']

/** Letters mean nothing in an amount, so while paying they choose the way. */
export const LETTERS: Record<string, OpenKind | 'friend'> = {
  c: 'cash',
  w: 'wechat',
  a: 'alipay',
  b: 'bank_card',
  d: 'on_account',
  f: 'friend',
}

export function letterOf(way: OpenKind | 'friend'): string {
  const found = Object.entries(LETTERS).find(([, one]) => one === way)
  return found?.[0].toUpperCase() ?? ''
}

type Translate = (key: string, params: Record<string, unknown>) => string

/** What a way to pay is called at the till. */
export function draftName(
  draft: Pick<TenderDraft, 'kind' | 'line'>,
  card: Pick<Card, 'number'> | undefined,
  lines: readonly Pick<BillLine, 'id' | 'name'>[],
  t: Translate,
): string {
  const number = card?.number.slice(-4) ?? ''
  if (draft.kind === 'card') return t('bill.tender.card_of', { number })
  if (draft.kind !== 'visits' && draft.kind !== 'time') return t(`bill.tender.${draft.kind}`, {})
  const name = lines.find((one) => one.id === draft.line)?.name ?? ''
  return t(`bill.tender.${draft.kind}_for`, { number, name })
}
