import assert from 'node:assert/strict'
import { payInCash, prepareDay } from '../harness/day.js'
import { story } from '../harness/story.js'

/** Pays for a cut with the card: 128.00 of 1200.00, of which 200.00 were given on top. */
async function useCard(salon, { member, card, cut }) {
  const { owner, branch } = salon
  const { id } = await owner.post('/api/bill', { branch, customer: member.id })
  const line = { kind: 'service', service: cut.id, quantity: 1 }
  const bill = await owner.post(`/api/bill/${id}/line`, line)
  const tenders = [{ kind: 'card', card: card.id, amount: bill.total }]
  await owner.post(`/api/bill/${id}/pay`, { tenders, expected_total: bill.total })
}

/** Closes the card that is open on the page, by what stands there, and gives the closing. */
async function close({ page, salon, t }, card) {
  await page.getByRole('button', { name: t('card.refund.close'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('card.refund.reason'), { exact: true }).fill('搬家了')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(t('card.refund.closed_at')).waitFor()
  const { items } = await salon.owner.get(`/api/card/${card.id}/closing`)
  return items[0]
}

const cause = (page, t, name) => page.getByText(t(`card.refund.cause.${name}`), { exact: true })

// 1000.00 − 128.00 × 1000 ÷ 1200, and 1000.00 − 128.00.
const BY_CAUSE = { seven_days: 89_333, shop: 89_333, void: 89_333, customer: 87_200 }

for (const [name, total] of Object.entries(BY_CAUSE)) {
  story(`a card is read and closed by the cause ${name}`, {}, async (scene) => {
    const { page, salon, t } = scene
    const day = await prepareDay(salon)
    await useCard(salon, day)
    await page.goto(`/desk/customers/${day.member.id}`)
    await page.locator('.cards .icon-button').first().click()
    await page.getByRole('menuitem', { name: t('customer.cards.refund') }).click()
    await cause(page, t, name).first().click()
    await page.getByText(t('card.refund.total')).first().waitFor()
    const closing = await close(scene, day.card)
    assert.deepEqual([closing.quote.cause, closing.quote.total], [name, total])
    assert.deepEqual(closing.payouts, [{ channel: null, amount: total, reference: '' }])
  })
}

story('both sides settle on an amount, and the shop keeps the rest', {}, async (scene) => {
  const { page, t } = scene
  const day = await prepareDay(scene.salon)
  await page.goto(`/desk/card/${day.card.id}/refund`)
  await cause(page, t, 'agreed').first().click()
  await page.getByLabel(t('card.refund.agreed'), { exact: true }).fill('800')
  await page.getByRole('button', { name: t('card.refund.close'), exact: true }).waitFor()
  const closing = await close(scene, day.card)
  assert.deepEqual([closing.quote.basis, closing.quote.total], ['agreed', 80_000])
})

story('a figure that has changed meanwhile is not paid out', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  await page.goto(`/desk/card/${day.card.id}/refund`)
  await page.getByRole('button', { name: t('card.refund.close'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('card.refund.reason'), { exact: true }).fill('搬家了')
  const line = { kind: 'top_up', card: day.card.id, amount: 5_000, bonus: 0 }
  await payInCash(salon, day.member, [line])
  await dialog.locator('button[type=submit]').click()
  await dialog.getByRole('alert').waitFor()
  const { card } = await salon.owner.get(`/api/card/${day.card.id}`)
  assert.equal(card.state, 'active')
})
