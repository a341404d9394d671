import assert from 'node:assert/strict'
import { cardOf, payInCash, prepareDay } from '../harness/day.js'
import { story } from '../harness/story.js'

const DAUGHTER = { name: '王小雨', phone: '13700001111' }

/** Opens the menu of the first card on a customer's page and chooses what is done with it. */
async function choose({ page, t }, { member }, action) {
  await page.goto(`/desk/customers/${member.id}`)
  await page.locator('.cards .icon-button').first().click()
  await page.getByRole('menuitem', { name: t(`card.life.action.${action}`), exact: true }).click()
  return page.getByRole('dialog')
}

/** Says why and sends. */
async function send({ t }, dialog) {
  await dialog.getByLabel(t('card.refund.reason'), { exact: true }).fill('顾客来电')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}

story('a card is reported lost and goes on under a new number', {}, async (scene) => {
  const { salon } = scene
  const day = await prepareDay(salon)
  await send(scene, await choose(scene, day, 'lost'))
  assert.equal((await cardOf(salon, day.member)).state, 'lost')
  await send(scene, await choose(scene, day, 'replace'))
  const card = await cardOf(salon, day.member)
  assert.equal(card.state, 'active')
  assert.notEqual(card.number, day.card.number)
})

story('a card is handed over to a daughter', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const wish = { branch: salon.branch, profile: DAUGHTER }
  const daughter = await salon.owner.post('/api/customer', wish)
  const dialog = await choose(scene, day, 'transfer')
  await dialog.getByLabel(t('card.life.to'), { exact: true }).fill(DAUGHTER.name)
  await page.getByRole('option').filter({ hasText: DAUGHTER.name }).click()
  await send(scene, dialog)
  const card = await cardOf(salon, daughter)
  assert.deepEqual([card.principal, card.bonus], [100_000, 20_000])
  assert.equal((await cardOf(salon, day.member)).state, 'closed')
})

story('two cards of one member become one', {}, async (scene) => {
  const { salon } = scene
  const day = await prepareDay(salon)
  await payInCash(salon, day.member, [{ kind: 'card_sale', plan: day.plan.id }])
  await send(scene, await choose(scene, day, 'merge'))
  const card = await cardOf(salon, day.member)
  assert.deepEqual([card.state, card.principal, card.bonus], ['active', 200_000, 40_000])
})

story('a statement begins with what was there and ends with what is there', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  await payInCash(salon, day.member, [
    { kind: 'top_up', card: day.card.id, amount: 50_000, bonus: 0 },
  ])
  await page.goto(`/desk/card/${day.card.id}/statement`)
  const rows = page.getByRole('row')
  await rows.filter({ hasText: t('customer.cards.move.top_up') }).waitFor()
  await rows.last().filter({ hasText: '1,500.00' }).waitFor()
})

story('a card is upgraded once the difference is paid', {}, async (scene) => {
  const { page, salon } = scene
  const day = await prepareDay(salon)
  const wish = { name: '钻石卡', price: 150_000, bonus: 40_000 }
  const plan = await salon.owner.post('/api/card/plan', wish)
  const pick = async () => {
    const dialog = await choose(scene, day, 'convert')
    await dialog.locator('.el-select').click()
    await page.getByRole('option', { name: plan.name, exact: true }).click()
    return dialog
  }
  const short = await pick()
  await short.getByText('500.00').waitFor()
  await payInCash(salon, day.member, [
    { kind: 'top_up', card: day.card.id, amount: 50_000, bonus: 10_000 },
  ])
  await send(scene, await pick())
  const card = await cardOf(salon, day.member)
  assert.deepEqual([card.plan, card.principal, card.bonus], [plan.id, 150_000, 30_000])
})

story('what happened to a card is told with who did it and why', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  await send(scene, await choose(scene, day, 'frozen'))
  await page.locator('.cards .icon-button').first().click()
  await page.getByRole('menuitem', { name: t('card.life.history.title'), exact: true }).click()
  const event = page.getByRole('dialog').getByRole('listitem')
  await event.filter({ hasText: t('card.life.history.kind.frozen') }).waitFor()
  await event.filter({ hasText: '顾客来电' }).waitFor()
})

story('visits that are over are extended and used again', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const plan = await salon.owner.post('/api/card/plan', {
    name: '护理五次卡',
    kind: 'visits',
    price: 50_000,
    visits: { service: day.cut.id, count: 5 },
    valid_days: 30,
  })
  await payInCash(salon, day.member, [{ kind: 'card_sale', plan: plan.id }])
  const cards = await salon.owner.get(`/api/card?customer=${day.member.id}`)
  const sold = cards.items.find((one) => one.plan === plan.id)
  await page.goto(`/desk/customers/${day.member.id}`)
  await page.getByText(t('card.valid.until', { day: sold.valid_until })).waitFor()
  await page
    .getByRole('button', { name: t('card.life.more', { number: sold.number.slice(-4) }) })
    .click()
  await page.getByRole('menuitem', { name: t('card.life.action.extend'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.change').getByText(sold.valid_until, { exact: true }).waitFor()
  const until = `${Number(sold.valid_until.slice(0, 4)) + 1}-06-30`
  const field = dialog.getByLabel(t('card.extend.until'), { exact: true })
  await field.fill(until)
  await field.press('Enter')
  await dialog.locator('.change').getByText(until, { exact: true }).waitFor()
  await send(scene, dialog)
  await page.getByText(t('card.valid.until', { day: until })).waitFor()
  const { card } = await salon.owner.get(`/api/card/${sold.id}`)
  assert.equal(card.valid_until, until)
})
