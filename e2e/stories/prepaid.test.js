import assert from 'node:assert/strict'
import { openBill, prepareDay } from '../harness/day.js'
import { story, storyInBoth } from '../harness/story.js'

storyInBoth(
  'a card above the limit takes a reason, and its contract is confirmed',
  {},
  async ({ page, salon, t }) => {
    const { owner } = salon
    const { member } = await prepareDay(salon)
    const plan = await owner.post('/api/card/plan', { name: '钻石卡', price: 600_000 })
    const bill = await openBill(salon, member, [{ kind: 'card_sale', plan: plan.id }])
    await page.goto(`/desk/till/${bill.id}`)
    await page.getByRole('button', { name: t('bill.pay.start') }).click()
    const reason = page.getByLabel(t('prepaid.reason'), { exact: true })
    await reason.waitFor()
    assert.equal(await page.locator('#pay-button').isDisabled(), true)
    await reason.fill('老顾客要求')
    await page.locator('#pay-button').click()
    await page.locator('.paid').waitFor()
    await page.getByRole('link', { name: t('prepaid.contract.of_bill') }).click()
    await page.getByRole('button', { name: t('prepaid.contract.acknowledge') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(t('prepaid.acknowledged.signature')).first().waitFor()
    const { items } = await owner.get(`/api/prepaid/contract?bill=${bill.id}`)
    assert.deepEqual([items.length, items[0].acknowledgement.how], [1, 'signature'])
    await page.goto('/desk/settings/prepaid')
    await page.getByText('老顾客要求').waitFor()
  },
)

story('cards for fifty thousand are not paid in cash', {}, async ({ page, salon, t }) => {
  const { owner } = salon
  const { member } = await prepareDay(salon)
  const plan = await owner.post('/api/card/plan', { name: '股东卡', price: 5_000_000 })
  const bill = await openBill(salon, member, [{ kind: 'card_sale', plan: plan.id }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.pay.start') }).click()
  await page.locator('.notices .refuse').waitFor()
  assert.equal(await page.locator('#pay-button').isDisabled(), true)
})

story('who has stopped selling cards takes no money for them', {}, async ({ page, salon, t }) => {
  const { owner } = salon
  const { member, plan } = await prepareDay(salon)
  await page.goto('/desk/settings/prepaid')
  await page.getByRole('button', { name: t('prepaid.closing.stop_now') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('prepaid.closing.reason'), { exact: true }).fill('月底停业')
  await dialog.locator('button[type=submit]').click()
  await page.getByText(t('prepaid.closing.stopped'), { exact: true }).waitFor()
  const bill = await openBill(salon, member, [{ kind: 'card_sale', plan: plan.id }])
  await page.goto(`/desk/till/${bill.id}`)
  await page.getByRole('button', { name: t('bill.pay.start') }).click()
  await page.getByText(t('prepaid.closing.stop')).or(page.getByRole('alert')).first().waitFor()
  const tenders = [{ kind: 'cash', received: bill.total }]
  await assert.rejects(
    owner.post(`/api/bill/${bill.id}/pay`, { tenders, expected_total: bill.total }),
  )
})
