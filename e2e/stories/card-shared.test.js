import assert from 'node:assert/strict'
import { CUT, cardOf, openBill, prepareDay } from '../harness/day.js'
import { story } from '../harness/story.js'

const FRIEND = { name: '李娜', phone: '13900001111' }

const register = (salon) =>
  salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })

story('a gift card is sold, pays by its code, and is claimed by it', {}, async (scene) => {
  const { page, salon, t } = scene
  const { member, cut } = await prepareDay(salon)
  const friend = await register(salon)
  const wish = { name: '五百元礼品卡', kind: 'gift', price: 50_000 }
  await salon.owner.post('/api/card/plan', wish)
  const sale = await openBill(salon, member, [])
  await page.goto(`/desk/till/${sale.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F4')
  await page.keyboard.type(wish.name, { delay: 40 })
  await page.locator('#line-choices').getByText(wish.name).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: wish.name }).first().waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button').click()
  const code = await page.locator('.gifts strong').innerText()
  assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)

  // Whoever has the code pays with it, without being anybody.
  const bill = await openBill(salon, null, [{ kind: 'service', service: cut.id, quantity: 1 }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button').waitFor()
  await page.getByRole('button', { name: t('bill.friend.button') }).click()
  const lending = page.getByRole('dialog')
  await lending.getByLabel(t('bill.friend.number'), { exact: true }).fill(code.toLowerCase())
  await lending.locator('button[type=submit]').click()
  await lending.getByText(t('card.gift.unclaimed')).waitFor()
  await lending.locator('button[type=submit]').click()
  await lending.waitFor({ state: 'hidden' })
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const paid = await salon.owner.get(`/api/bill/${bill.id}`)
  assert.deepEqual(
    paid.tenders.map((one) => [one.kind, one.amount]),
    [['card', CUT.price]],
  )

  await page.goto(`/desk/customers/${friend.id}`)
  await page.getByRole('button', { name: t('card.gift.claim') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('card.gift.code'), { exact: true }).fill(code)
  await dialog.locator('button[type=submit]').click()
  await dialog.getByText(wish.name).waitFor()
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  const card = await cardOf(salon, friend)
  assert.deepEqual([card.kind, card.bearer, card.principal], ['gift', false, 50_000 - CUT.price])
})

story('a companion card is made and pays from the card it belongs to', {}, async (scene) => {
  const { page, salon, t } = scene
  const { member, card, cut } = await prepareDay(salon)
  const friend = await register(salon)
  await page.goto(`/desk/customers/${member.id}`)
  await page.locator('.cards .icon-button').first().click()
  await page.getByRole('menuitem', { name: t('card.companion.title'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('card.companion.add') }).click()
  await dialog.getByLabel(t('card.companion.holder'), { exact: true }).fill(FRIEND.name)
  await page.getByRole('option').filter({ hasText: FRIEND.name }).click()
  await dialog.getByLabel(t('card.companion.per_day')).fill('500')
  await dialog.getByLabel(t('card.refund.reason'), { exact: true }).fill('给女儿用')
  await dialog.locator('button[type=submit]').click()
  await dialog.getByText(FRIEND.name).waitFor()
  const made = await cardOf(salon, friend)
  assert.deepEqual([made.kind, made.companion.limits.per_day], ['companion', 50_000])

  const bill = await openBill(salon, friend, [{ kind: 'service', service: cut.id, quantity: 1 }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button:focus').waitFor()
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const paid = await salon.owner.get(`/api/bill/${bill.id}`)
  assert.deepEqual(
    paid.tenders.map((one) => [one.kind, one.card, one.amount]),
    [['card', made.id, CUT.price]],
  )
  const { moves } = await salon.owner.get(`/api/card/${card.id}`)
  assert.deepEqual([moves[0].kind, moves[0].used_by], ['use', FRIEND.name])
})
