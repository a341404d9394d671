import assert from 'node:assert/strict'
import { barriers } from '../harness/accessible.js'
import { openBill, payInCash, prepareDay } from '../harness/day.js'
import { catchPrints } from '../harness/page.js'
import { PHONE, story, storyInBoth } from '../harness/story.js'

/** What the member of the ordinary day paid for the card: the only cash so far. */
const CARD = 100_000

storyInBoth('a drawer is opened, used and counted blind', {}, async ({ page, salon, t }) => {
  const { member, cut } = await prepareDay(salon)
  await page.goto('/desk/drawer')
  await page.getByText(t('till.closed'), { exact: true }).waitFor()
  await page.getByRole('button', { name: t('till.open.title') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('till.float')).fill('500')
  await dialog.locator('button[type=submit]').click()
  await page.getByText(t('till.blind')).waitFor()

  await payInCash(salon, member, [{ kind: 'service', service: cut.id }])
  await page.getByRole('button', { name: t('till.move.title') }).click()
  await page.getByRole('menuitem', { name: t('till.move.paid_out') }).click()
  await dialog.getByLabel(t('till.amount')).fill('18')
  await dialog.getByLabel(t('till.reason')).fill('矿泉水')
  await dialog.locator('button[type=submit]').click()
  await page.getByText('矿泉水').waitFor()
  // 500.00 and 128.00 less 18.00 should be there, which nobody is told.
  assert.ok(!(await page.locator('main').innerText()).includes('610.00'))

  await page.getByRole('button', { name: t('till.hand_over.title') }).click()
  await dialog.getByLabel(t('till.hand_over.cash')).fill('609')
  await dialog.getByLabel(t('till.hand_over.next_float')).fill('300')
  assert.deepEqual(await barriers(page), [])
  await dialog.locator('button[type=submit]').click()
  await page.waitForURL(/\/desk\/drawer\/.+/)
  await page.getByText('¥610.00').waitFor()
  await page.getByText(t('till.short', { amount: '¥1.00' })).waitFor()
  assert.deepEqual(await barriers(page), [])
})

story('a count is shown even when its news comes before its answer', {}, async (scene) => {
  const { page, salon, t } = scene
  await salon.owner.post('/api/till/session', { branch: salon.branch, float: CARD })
  await page.route('**/hand-over', async (route) => {
    const answer = await route.fetch()
    await page.getByText(t('till.closed'), { exact: true }).waitFor()
    await route.fulfill({ response: answer })
  })
  await page.goto('/desk/drawer')
  await page.getByRole('button', { name: t('till.hand_over.title') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('till.hand_over.cash')).fill('1000')
  await dialog.locator('button[type=submit]').click()
  await page.waitForURL(/\/desk\/drawer\/.+/)
})

storyInBoth('a day is closed once nothing waits, and printed', {}, async ({ page, salon, t }) => {
  const { owner, branch } = salon
  const { member, cut } = await prepareDay(salon)
  const waiting = await openBill(salon, member, [{ kind: 'service', service: cut.id }])
  const session = await owner.post('/api/till/session', { branch, float: CARD })
  const prints = await catchPrints(page)
  await page.goto('/desk/days')
  await page.getByText(t('till.day.empty')).waitFor()
  await page
    .getByRole('button', { name: t('till.closing.title') })
    .first()
    .click()
  await page.getByText(t('till.closing.till_open')).waitFor()
  await page.getByText(t('till.closing.bills_open', { count: 1 })).waitFor()
  const { day } = await owner.get(`/api/till/closing?branch=${branch}`)
  const send = page.getByRole('button', { name: t('till.closing.send', { day }) })
  assert.equal(await send.isDisabled(), true)
  assert.deepEqual(await barriers(page), [])

  await owner.post(`/api/bill/${waiting.id}/void`, { reason: '顾客走了' })
  const counts = [{ tender: 'cash', amount: CARD }]
  await owner.post(`/api/till/session/${session.id}/hand-over`, { counts, next_float: 0 })
  await page.getByText(t('till.closing.bills_done')).waitFor()
  await page.getByText(t('till.day.total')).waitFor()
  await send.click()
  await page.getByRole('heading', { name: t('till.day.of_day', { day }) }).waitFor()
  await page.getByText('¥1,000.00').first().waitFor()
  assert.deepEqual(await barriers(page), [])

  await page.keyboard.press('F9')
  const [slip] = await prints()
  assert.ok(slip.includes(t('till.day.z', { number: 1 })) && slip.includes('¥1,000.00'), slip)

  await page.goto('/desk/days')
  await page.getByText(day, { exact: true }).waitFor()
  await page.goto('/desk/days/close')
  await page.getByText(t('till.closing.nothing'), { exact: true }).waitFor()
})

story('a phone shows the day and its drawer without a barrier', PHONE, async (scene) => {
  const { page, salon, t } = scene
  const { owner, branch } = salon
  await prepareDay(salon)
  await owner.post('/api/till/session', { branch, float: 50_000 })
  await page.goto('/desk/drawer')
  await page.getByText(t('till.blind')).waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.goto('/desk/days/close')
  await page.getByText(t('till.closing.till_open')).waitFor()
  assert.deepEqual(await barriers(page), [])
})
