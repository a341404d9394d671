import assert from 'node:assert/strict'
import {
  COLOUR,
  CUT,
  MEMBER,
  PLAN,
  SHAMPOO,
  colleague,
  goods,
  openBill,
  prepareDay,
} from '../harness/day.js'
import { addLine, openBillFor, scan } from '../harness/page.js'
import { OWNER } from '../harness/salon.js'
import { story } from '../harness/story.js'

const totalOf = async (salon, bill) => (await salon.owner.get(`/api/bill/${bill}`)).total

story(
  'a scanned product goes on the bill at once, and once more when scanned again',
  {},
  async (scene) => {
    const { page, salon, t } = scene
    await prepareDay(salon)
    await goods(salon)
    await page.goto('/desk/till')
    await openBillFor(page, t, '8000', MEMBER.name)
    await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
    await scan(page, SHAMPOO.barcode)
    const line = page.getByRole('listitem').filter({ hasText: SHAMPOO.name })
    await line.first().waitFor()
    await scan(page, SHAMPOO.barcode)
    await line.getByText('336.00').first().waitFor()
    // Nobody has counted the shelf: the desk says so and sells all the same.
    await line.getByText(t('bill.line.stock_below', { count: 2 })).waitFor()
    await page.keyboard.press('F8')
    await page.locator('#pay-button').click()
    await page.locator('.paid').waitFor()
  },
)

story('two friends pay apart, and then one pays for both', {}, async ({ page, salon, t }) => {
  const { cut, colour, member } = await prepareDay(salon)
  const bill = await openBill(salon, member, [
    { kind: 'service', service: cut.id },
    { kind: 'service', service: colour.id },
  ])
  // What waits at the shop comes to be known late, as from a busy server.
  await page.route(/\/api\/bill\?/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.split.button') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(COLOUR.name).click()
  await dialog.getByRole('button', { name: t('bill.split.send') }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await totalOf(salon, bill.id), CUT.price)

  await page.getByRole('button', { name: t('bill.merge.button') }).click()
  await dialog.getByText(t('bill.merge.together')).waitFor()
  await dialog.getByRole('button', { name: t('bill.merge.send') }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('list').getByText(COLOUR.name).first().waitFor()
  assert.equal(await totalOf(salon, bill.id), CUT.price + COLOUR.price)
})

story('the PIN of the owner releases a reduction at the till of a colleague', {}, async (scene) => {
  const { page, window, salon, t } = scene
  const { cut, member } = await prepareDay(salon)
  const desk = await colleague(salon, 'reception')
  await salon.owner.put('/api/identity/pin', { password: OWNER.password, pin: '135790' })
  const bill = await openBill(salon, member, [{ kind: 'service', service: cut.id }])
  await window.clearCookies()
  await window.addCookies(desk.cookies())

  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.line.reduce', { name: CUT.name }) }).click()
  const reduction = page.getByRole('dialog').filter({ hasText: CUT.name })
  await reduction.getByLabel(t('bill.reduction.percent'), { exact: true }).fill('20')
  await reduction.getByLabel(t('bill.reason'), { exact: true }).fill('老顾客')
  await reduction.getByRole('button', { name: t('bill.reduction.send') }).click()

  const release = page.getByRole('dialog').filter({ hasText: t('identity.release.title') })
  await release.locator('input[type=password]').fill('135790')
  await release.getByRole('button', { name: t('identity.release.send') }).click()
  await release.waitFor({ state: 'hidden' })
  await reduction.waitFor({ state: 'hidden' })
  assert.equal(await totalOf(salon, bill.id), 10240)
})

story('two tabs on one bill agree, and the other one shows what changed', {}, async (scene) => {
  const { page, window, salon, t } = scene
  const { cut, member } = await prepareDay(salon)
  const bill = await openBill(salon, member, [{ kind: 'service', service: cut.id }])
  await page.goto(`/desk/till/${bill.id}`)
  const other = await window.newPage()
  await other.goto(`/desk/till/${bill.id}`)
  await other.getByRole('list').getByText(CUT.name).first().waitFor()

  await addLine(page, t, COLOUR.code, COLOUR.name)
  await other.getByText(t('bill.changed_elsewhere')).waitFor()
  await other.locator('.line.fresh').getByText(COLOUR.name).waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  // Paid there, it is no longer at the till here.
  await other.waitForURL(/\/desk\/bills\//)
})

story(
  'the keyboard alone sells a service in one of its ways, with what goes along',
  {},
  async (scene) => {
    const { page, salon, t } = scene
    const { member } = await prepareDay(salon)
    const care = { code: 'HL1', name: '深层护理', price: 5000, add_on: true }
    const { id } = await salon.owner.post('/api/catalogue/service', care)
    const perm = {
      ...{ code: 'TF1', name: '烫发', price: 38000, add_ons: [id] },
      variants: [
        { name: '短发', price: 38000 },
        { name: '长发', price: 58000 },
      ],
    }
    await salon.owner.post('/api/catalogue/service', perm)
    const bill = await openBill(salon, member, [])
    await page.goto(`/desk/till/${bill.id}`)
    await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()

    await page.keyboard.press('F4')
    await page.keyboard.type('tf1', { delay: 60 })
    await page.locator('#line-choices').getByText('烫发').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#line-choices').getByText('长发').waitFor()
    await page.keyboard.press('2')
    await page.getByRole('listitem').filter({ hasText: '长发' }).first().waitFor()
    await page.getByRole('button', { name: '深层护理' }).waitFor()
    // Nothing typed, the list begins with what goes along with the line.
    await page.keyboard.press('F4')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.line.add-on').getByText('深层护理').waitFor()
    await page.keyboard.press('F8')
    await page.locator('#pay-button:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.paid').getByText('630.00').first().waitFor()
  },
)

story('what is typed for a line outlives a lost connection and a reload', {}, async (scene) => {
  const { page, window, salon, t } = scene
  const { cut, member } = await prepareDay(salon)
  const bill = await openBill(salon, member, [{ kind: 'service', service: cut.id }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  await page.keyboard.press('F10')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('bill.reduction.percent'), { exact: true }).fill('12.5')
  await dialog.getByLabel(t('bill.reason'), { exact: true }).fill('等太久了')

  await window.setOffline(true)
  await dialog.getByRole('button', { name: t('bill.reduction.send') }).click()
  await dialog.getByText(t('problem.app.offline')).waitFor()
  await window.setOffline(false)
  await page.reload()
  await dialog.waitFor()
  assert.equal(await dialog.getByLabel(t('bill.reason'), { exact: true }).inputValue(), '等太久了')
  await dialog.getByRole('button', { name: t('bill.reduction.send') }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await totalOf(salon, bill.id), 11200)
})

story('a plan of visits is made ready to be sold', {}, async ({ page, salon, t }) => {
  const { cut } = await prepareDay(salon)
  await page.goto('/desk/card/plans')
  await page.getByText(PLAN.name).waitFor()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('card.kind.visits')).click()
  await dialog.getByLabel(t('card.plan.name'), { exact: true }).fill('剪发十次卡')
  await dialog.getByRole('combobox', { name: t('card.plan.service') }).click()
  await page.getByRole('option', { name: CUT.name }).click()
  await dialog.getByLabel(t('card.plan.count'), { exact: true }).fill('10')
  await dialog.getByLabel(t('card.plan.gift'), { exact: true }).fill('2')
  await dialog.getByLabel(t('card.plan.price'), { exact: true }).fill('1000')
  await dialog.getByRole('button', { name: t('app.save') }).click()
  await dialog.waitFor({ state: 'hidden' })
  const { items } = await salon.owner.get('/api/card/plan')
  const made = items.find((one) => one.kind === 'visits')
  assert.deepEqual([made.visits.service, made.visits.count, made.visits.gift], [cut.id, 10, 2])
})
