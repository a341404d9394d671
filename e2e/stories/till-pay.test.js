import assert from 'node:assert/strict'
import {
  CUT,
  MEMBER,
  VISITS,
  cardOf,
  openBill,
  payInCash,
  prepareDay,
  visitsPlan,
} from '../harness/day.js'
import { story } from '../harness/story.js'

const FRIEND = { name: '李娜', phone: '13900001111' }
const panel = (page, t) => page.getByRole('complementary', { name: t('bill.pay.label') })
const cutLine = ({ cut }, quantity = 1) => ({ kind: 'service', service: cut.id, quantity })
const tendersOf = ({ tenders }) => tenders.map((one) => [one.kind, one.amount])

/** Takes the payment as it stands and gives the bill as it is then. */
async function take({ page, salon }, bill) {
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  return salon.owner.get(`/api/bill/${bill}`)
}

story('a visit of a card that was sold here is the proposed way to pay', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const plan = await visitsPlan(salon, day.cut)
  const sale = await openBill(salon, friend, [])
  await page.goto(`/desk/till/${sale.id}`)
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F4')
  await page.keyboard.type(VISITS.name, { delay: 40 })
  await page.locator('#line-choices').getByText(VISITS.name).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: VISITS.name }).first().waitFor()
  await page.keyboard.press('F8')
  await take(scene, sale.id)

  const bill = await openBill(salon, friend, [cutLine(day)])
  await page.goto(`/desk/till/${bill.id}`)
  await page
    .getByRole('button', { name: t('bill.line.use_visit', { count: VISITS.count + VISITS.gift }) })
    .waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button:focus').waitFor()
  const paid = await take(scene, bill.id)
  assert.deepEqual(tendersOf(paid), [['visits', CUT.price]])
  const card = await cardOf(salon, friend)
  assert.equal(card.visits[0].left, VISITS.count + VISITS.gift - 1)
  assert.equal(card.plan, plan.id)
})

story('a friend pays with a card and its password', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  await page.goto(`/desk/customers/${day.member.id}`)
  await page.getByRole('button', { name: t('card.password.set') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('card.password.new'), { exact: true }).fill('246810')
  await dialog.getByLabel(t('card.password.again'), { exact: true }).fill('246810')
  await dialog.getByRole('button', { name: t('app.save') }).click()
  await dialog.waitFor({ state: 'hidden' })

  const bill = await openBill(salon, friend, [cutLine(day)])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  await page.keyboard.press('F8')
  await panel(page, t)
    .getByRole('button', { name: t('bill.friend.button') })
    .click()
  await dialog.getByLabel(t('bill.friend.number'), { exact: true }).fill(day.card.number)
  await dialog.getByRole('button', { name: t('bill.friend.find') }).click()
  await dialog.getByText(t('bill.friend.holder', { name: MEMBER.name })).waitFor()
  await dialog.getByLabel(t('bill.friend.password'), { exact: true }).fill('111111')
  await dialog.getByRole('button', { name: t('bill.friend.use') }).click()
  await dialog.waitFor({ state: 'hidden' })

  // The wrong password is told where the payment stands, and asked for once more.
  await page.locator('#pay-button').click()
  await panel(page, t).getByText(t('problem.card.password_wrong')).waitFor()
  await panel(page, t)
    .getByRole('button', { name: t('bill.friend.again') })
    .click()
  await dialog.getByLabel(t('bill.friend.password'), { exact: true }).fill('246810')
  await dialog.getByRole('button', { name: t('bill.friend.use') }).click()
  await dialog.waitFor({ state: 'hidden' })
  const paid = await take(scene, bill.id)
  assert.deepEqual(tendersOf(paid), [['card', CUT.price]])
})

story('what was put on account is repaid at the till', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const friend = await salon.owner.post('/api/customer', { branch: salon.branch, profile: FRIEND })
  const bill = await openBill(salon, friend, [cutLine(day)])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  await page.keyboard.press('F8')
  await panel(page, t)
    .getByRole('button', { name: t('bill.tender.on_account') })
    .click()
  assert.deepEqual(tendersOf(await take(scene, bill.id)), [['on_account', CUT.price]])

  await page.goto('/desk/bills/debts')
  await page.getByRole('button', { name: t('bill.debt.repay') }).click()
  await page.waitForURL(/\/desk\/till\/[0-9a-f-]{36}$/)
  await page.getByText(t('bill.kind.repayment')).first().waitFor()
  await page.keyboard.press('F8')
  await page.locator('#pay-button').click()
  await page.locator('.paid').waitFor()
  const { items } = await salon.owner.get(`/api/bill/debt?branch=${salon.branch}&open=true`)
  assert.deepEqual(items, [])
})

story(
  'a reversed bill is written anew and takes the money that was received',
  {},
  async (scene) => {
    const { page, salon, t } = scene
    const day = await prepareDay(salon)
    const friend = await salon.owner.post('/api/customer', {
      branch: salon.branch,
      profile: FRIEND,
    })
    const { id, total } = await openBill(salon, friend, [cutLine(day)])
    const tenders = [{ kind: 'wechat', amount: total, reference: '4200001' }]
    const paid = await salon.owner.post(`/api/bill/${id}/pay`, { tenders, expected_total: total })
    await page.goto(`/desk/bills/${paid.id}`)
    await page.getByRole('button', { name: t('bill.reverse.title') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('bill.reason'), { exact: true }).fill('漏了一项')
    await dialog.getByRole('button', { name: t('bill.reverse.send') }).click()
    await page.waitForURL(/\/desk\/till\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: t('bill.line.more', { name: CUT.name }) }).click()
    await panel(page, t).getByText('256.00').first().waitFor()
    await page.keyboard.press('F8')
    const bill = /[0-9a-f-]{36}$/.exec(page.url())[0]
    const anew = await take(scene, bill)
    assert.deepEqual(tendersOf(anew), [
      ['unapplied', CUT.price],
      ['cash', CUT.price],
    ])
    assert.equal(anew.replaces, paid.id)
  },
)

story('one of three goes back, and the rest stays sold', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const paid = await payInCash(salon, day.member, [cutLine(day, 3)])
  await page.goto(`/desk/bills/${paid.id}`)
  await page.getByRole('button', { name: t('bill.refund.title') }).click()
  const dialog = page.getByRole('dialog')
  // One line of three stands chosen as a whole; two of them stay.
  const less = dialog.getByRole('button', { name: t('bill.line.less', { name: CUT.name }) })
  await less.click()
  await less.click()
  await dialog.getByText('128.00').first().waitFor()
  await dialog.getByLabel(t('bill.reason'), { exact: true }).fill('少做一次')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  const after = await salon.owner.get(`/api/bill/${paid.id}`)
  assert.deepEqual([after.state, after.lines[0].refunded_quantity], ['partly_refunded', 1])
})

story('a payment that is being taken outlives a reload', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const bill = await openBill(salon, day.member, [cutLine(day)])
  const purse = { name: t('bill.tender.card_of', { number: day.card.number.slice(-4) }) }
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  await page.keyboard.press('F8')
  await panel(page, t).getByRole('textbox', purse).fill('50')
  await page.keyboard.press('w')
  await page.reload()
  await panel(page, t).getByRole('textbox', purse).waitFor()
  const paid = await take(scene, bill.id)
  assert.deepEqual(tendersOf(paid), [
    ['card', 5000],
    ['wechat', 7800],
  ])
})

story('a card that comes late is still the proposed way to pay', {}, async (scene) => {
  const { page, salon, t } = scene
  const day = await prepareDay(salon)
  const bill = await openBill(salon, day.member, [cutLine(day)])
  await page.route(/\/api\/card\?/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  await page.keyboard.press('F8')
  const purse = { name: t('bill.tender.card_of', { number: day.card.number.slice(-4) }) }
  await panel(page, t).getByRole('textbox', purse).waitFor()
  const paid = await take(scene, bill.id)
  assert.equal(tendersOf(paid)[0][0], 'card')
})
