import type { BooksSeal, ClosedDay, Minor, TillDayTender } from 'api-client'
import type { Row, Words } from '@/bill/receipt/layout'
import { deliveredOf, drawerOf, ofTakings } from './figures'

/** A Z-report as it is printed, from top to bottom. */
export function slipRows(closed: ClosedDay, shop: string, branch: string, words: Words): Row[] {
  const { t, money, instant } = words
  const { report } = closed
  const pair = (left: string, amount: Minor, strong = false): Row => ({
    kind: 'pair',
    left,
    right: money(amount),
    strong,
  })
  const heading = (text: string): Row => ({ kind: 'center', text, strong: true })
  const note = (text: string, right = ''): Row => ({ kind: 'note', text, right })
  const count = (label: string, number: number): Row => ({
    kind: 'pair',
    left: label,
    right: String(number),
  })
  const rule: Row = { kind: 'rule' }

  function tender(one: TillDayTender): Row[] {
    const rows = [pair(t(`bill.tender.${one.tender}`), one.expected)]
    if (one.given_back !== 0) rows.push(note(t('till.day.given_back'), money(one.given_back)))
    if (one.counted !== null) rows.push(note(t('till.counted'), money(one.counted)))
    if (one.difference) rows.push(note(t('till.difference'), money(one.difference)))
    return rows
  }

  // As two lines that fit the narrow paper: this is the copy that the books are held against later.
  function sealRows({ block, root }: BooksSeal): Row[] {
    const half = root.length / 2
    return [
      note(t('till.day.seal'), String(block)),
      note(root.slice(0, half)),
      note(root.slice(half)),
    ]
  }

  const drawer = drawerOf(report)
  return [
    { kind: 'head', text: shop },
    { kind: 'center', text: branch },
    heading(t('till.day.z', { number: closed.number })),
    note(t('till.business_day'), closed.business_day),
    note(t('till.day.closed'), `${instant(closed.closed_at)} ${closed.closed_by}`),
    rule,
    heading(t('till.day.takings')),
    ...report.tenders.flatMap(tender),
    pair(t('till.day.total'), report.takings, true),
    ...ofTakings(report).map(({ name, amount }) => note(t(`till.day.of.${name}`), money(amount))),
    rule,
    heading(t('till.day.delivered')),
    ...deliveredOf(report).map(({ name, amount }) => pair(t(`till.day.by.${name}`), amount)),
    note(t('till.day.apart')),
    rule,
    count(t('till.day.bills'), report.bills),
    count(t('till.day.refunds'), report.refunds),
    count(t('till.day.reversed'), report.reversed),
    ...(drawer.length === 0 ? [] : [rule, heading(t('till.day.drawer'))]),
    ...drawer.map(({ name, amount }) => pair(t(`till.day.drawer_of.${name}`), amount)),
    ...(report.adjustments.length === 0 ? [] : [rule, heading(t('till.day.adjustments'))]),
    ...report.adjustments.map((one) =>
      pair(t('till.day.adjustment', { number: one.bill_number, day: one.bill_day }), -one.amount),
    ),
    ...(closed.seal === null ? [] : [rule, ...sealRows(closed.seal)]),
    rule,
    { kind: 'sign', text: t('till.day.sign') },
  ]
}
