import assert from 'node:assert/strict'
import { barriers } from '../harness/accessible.js'
import { CUT, PLAN, openBill, prepareDay } from '../harness/day.js'
import { story } from '../harness/story.js'

const FRIEND = { name: '李娜', phone: '13900001111' }

/** Opens the form for a new plan of a kind and types its name. */
async function newPlan({ page, t }, kind, name) {
  await page.goto('/desk/card/plans')
  await page.getByText(PLAN.name).waitFor()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t(`card.kind.${kind}`), { exact: true }).click()
  await dialog.getByLabel(t('card.plan.name'), { exact: true }).fill(name)
  return dialog
}

async function save({ t }, dialog) {
  await dialog.getByRole('button', { name: t('app.save') }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Sells a plan over the till and takes the money as proposed. */
async function sell({ page, salon, t }, customer, name) {
  const sale = await openBill(salon, customer, [])
  await page.goto(`/desk/till/${sale.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F4')
  await page.keyboard.type(name, { delay: 40 })
  await page.locator('#line-choices').getByText(name).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: name }).first().waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
}

story('a time card is made, sold, and pays its service', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut } = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const dialog = await newPlan(scene, 'time', '剪发年卡')
  await dialog.getByText(t('card.plan.service_choose')).click()
  await page.getByRole('option', { name: CUT.name }).click()
  await dialog.getByLabel(t('card.time.days'), { exact: true }).fill('365')
  await dialog.getByLabel(t('card.plan.price'), { exact: true }).fill('1200')
  await save(scene, dialog)
  await sell(scene, friend, '剪发年卡')

  const bill = await openBill(salon, friend, [{ kind: 'service', service: cut.id, quantity: 1 }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.line.use_time') }).waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button:focus').waitFor()
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const paid = await salon.owner.get(`/api/bill/${bill.id}`)
  assert.deepEqual(
    paid.tenders.map((one) => [one.kind, one.amount]),
    [['time', CUT.price]],
  )
  await page.goto(`/desk/customers/${friend.id}`)
  await page.getByText('剪发年卡').first().waitFor()
})

story('a discount card lowers the prices of whom it belongs to', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut } = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const dialog = await newPlan(scene, 'discount', '八折卡')
  await dialog.getByLabel(t('card.discount.services'), { exact: true }).fill('80')
  await dialog.getByLabel(t('card.plan.price'), { exact: true }).fill('365')
  await save(scene, dialog)
  await sell(scene, friend, '八折卡')

  const bill = await openBill(salon, friend, [{ kind: 'service', service: cut.id, quantity: 1 }])
  assert.equal(bill.total, CUT.price * 0.8)
  await page.goto(`/desk/till/${bill.id}`)
  const { items } = await salon.owner.get(`/api/card?customer=${friend.id}`)
  const number = items[0].number.slice(-4)
  await page.getByText(t('bill.line.card_rate', { number })).waitFor()
})

story('a bundle is made, sold, and pays one of its services', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut, colour } = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const dialog = await newPlan(scene, 'bundle', '剪染套餐')
  for (const [index, service] of [cut, colour].entries()) {
    const number = index + 1
    await dialog.getByRole('combobox', { name: t('card.bundle.service_of', { number }) }).click()
    await page.getByRole('option', { name: service.name }).click()
    await dialog.getByLabel(t('card.bundle.count_of', { number }), { exact: true }).fill('2')
  }
  await dialog.getByLabel(t('card.plan.price'), { exact: true }).fill('666')
  await save(scene, dialog)
  await sell(scene, friend, '剪染套餐')

  const bill = await openBill(salon, friend, [{ kind: 'service', service: cut.id, quantity: 1 }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.line.use_visit', { count: 2 }) }).waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button:focus').waitFor()
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const { items } = await salon.owner.get(`/api/card?customer=${friend.id}`)
  const left = items[0].visits.map((one) => [one.service, one.left])
  assert.deepEqual(left, [
    [cut.id, 1],
    [colour.id, 2],
  ])
})

story('a card pays its own prices once somebody takes them up', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut } = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const dialog = await newPlan(scene, 'stored_value', '八折储值卡')
  await dialog.getByLabel(t('card.plan.price'), { exact: true }).fill('100')
  await dialog.getByText(t('card.plan.rated'), { exact: true }).click()
  await save(scene, dialog)
  await sell(scene, friend, '八折储值卡')

  // 128.00 at 80 % is 102.40: the card is short of 2.40, and what it does not buy is at the normal price.
  const bill = await openBill(salon, friend, [{ kind: 'service', service: cut.id, quantity: 1 }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F8')
  const offers = page.locator('.offers')
  await offers.getByText('¥2.40').waitFor()
  await offers.getByRole('button').click()
  await page.locator('#pay-button').getByText('¥103.00').waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const paid = await salon.owner.get(`/api/bill/${bill.id}`)
  assert.deepEqual(
    paid.tenders.map((one) => [one.kind, one.amount]),
    [
      ['card', 10_000],
      ['cash', 300],
    ],
  )
  assert.equal(paid.lines[0].trace[1].code, 'card_rate')
})
