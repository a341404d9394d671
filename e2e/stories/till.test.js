import assert from 'node:assert/strict'
import { CUT, MEMBER, PLAN, cardOf, payInCash, prepareDay } from '../harness/day.js'
import { addLine, catchPrints, openBillFor, scan, search } from '../harness/page.js'
import { story, storyInBoth } from '../harness/story.js'

storyInBoth(
  'a visit is paid half by card and half in cash, with change and a receipt',
  {},
  async ({ page, salon, t }) => {
    const { member, card } = await prepareDay(salon)
    const printed = await catchPrints(page)
    const purse = { name: t('bill.tender.card_of', { number: card.number.slice(-4) }) }
    const payment = page.getByRole('complementary', { name: t('bill.pay.label') })

    await page.goto('/desk/till')
    await openBillFor(page, t, '8000', MEMBER.name)
    await addLine(page, t, CUT.code, CUT.name)
    await payment.getByText('128.00').first().waitFor()
    await page.keyboard.press('F8')
    await payment.getByRole('textbox', purse).fill('64')
    await payment.getByRole('button', { name: t('bill.tender.cash') }).click()
    await payment.getByRole('textbox', { name: t('bill.tender.cash') }).fill('100')
    await payment.locator('.change').getByText('36.00').waitFor()
    await payment.locator('#pay-button').click()

    const paid = page.locator('.paid')
    await paid.getByText(t('bill.paid.change')).waitFor()
    await paid.getByText('36.00').first().waitFor()
    await page.keyboard.press('F9')
    await page.waitForFunction(() => globalThis.prints.length === 1)
    const [slip] = await printed()
    for (const text of ['青丝造型', '春风路店', CUT.name, '128.00', '64.00', '36.00', PLAN.name]) {
      assert.ok(slip.includes(text), `the receipt says nothing of ${text}: ${slip}`)
    }
    // 64.00 from a card of 1000.00 and 200.00: five parts of six are principal.
    const left = await cardOf(salon, member)
    assert.deepEqual([left.principal, left.bonus], [100_000 - 5333, 20_000 - 1067])
  },
)

story('the keyboard alone rings up, takes and prints in five actions', {}, async (scene) => {
  const { page, salon, t } = scene
  await prepareDay(salon)
  const printed = await catchPrints(page)
  await page.goto('/desk/')
  await page.getByRole('combobox', { name: t('bill.search.label') }).waitFor()
  // One: who.
  await page.keyboard.press('/')
  await page.keyboard.type('8000', { delay: 80 })
  await page.getByRole('option').filter({ hasText: MEMBER.name }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk\/till\//)
  // Two: what.
  await page.getByRole('combobox', { name: t('bill.adder.label') }).waitFor()
  await page.keyboard.press('F4')
  await page.keyboard.type('nsjf', { delay: 80 })
  await page.locator('#line-choices').getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('list').getByText(CUT.name).first().waitFor()
  // Three: pay. Four: as proposed, from the card.
  await page.keyboard.press('F8')
  await page.locator('#pay-button:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.paid').waitFor()
  // Five: the receipt.
  await page.keyboard.press('F9')
  await page.waitForFunction(() => globalThis.prints.length === 1)
  assert.match((await printed())[0], /128\.00/)
})

story('a member is found by tail, name, pinyin, initials and number', {}, async (scene) => {
  const { page, salon, t } = scene
  const { member } = await prepareDay(salon)
  await salon.owner.post('/api/customer', {
    branch: salon.branch,
    profile: { name: '曾小红', phone: '13987654321' },
  })
  await page.goto('/desk/till')
  const ways = [
    ['8000', MEMBER.name],
    ['13812348000', MEMBER.name],
    ['芳', MEMBER.name],
    ['wangfang', MEMBER.name],
    ['wf', MEMBER.name],
    [member.member_number, MEMBER.name],
    // As a family name 曾 is read Zēng, elsewhere Céng.
    ['zengxiaoh', '曾小红'],
    ['zxh', '曾小红'],
  ]
  for (const [text, name] of ways) {
    const found = await search(page, t, text)
    await found.getByRole('option').filter({ hasText: name }).first().waitFor()
  }
  const found = await search(page, t, '9999')
  await page.getByText(t('bill.search.none', { query: '9999' })).waitFor()
  assert.equal(await found.getByRole('option').filter({ hasText: MEMBER.name }).count(), 0)
})

story(
  'a scanned card opens a bill for its holder from any page',
  {},
  async ({ page, salon, t }) => {
    const { card } = await prepareDay(salon)
    await page.goto('/desk/settings/account')
    await page.getByRole('combobox', { name: t('bill.search.label') }).waitFor()
    await scan(page, card.number)
    await page.waitForURL(/\/desk\/till\/[0-9a-f-]{36}$/)
    const who = page.getByRole('complementary', { name: t('bill.customer.label') })
    await who.getByText(MEMBER.name).waitFor()
  },
)

story('a card is topped up with the bonus of its plan', {}, async ({ page, salon, t }) => {
  const { member } = await prepareDay(salon)
  await page.goto('/desk/till')
  await openBillFor(page, t, '8000', MEMBER.name)
  await addLine(page, t, 'cz', PLAN.name)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('bill.top_up.amount'), { exact: true }).fill('500')
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=dialog] input')].some((one) => one.value === '100.00'),
  )
  await dialog.getByRole('button', { name: t('bill.top_up.send') }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.keyboard.press('F8')
  const payment = page.getByRole('complementary', { name: t('bill.pay.label') })
  await payment.getByRole('button', { name: t('bill.tender.wechat') }).click()
  await payment.locator('#pay-button').click()
  await page.locator('.paid').getByText('500.00').first().waitFor()
  const card = await cardOf(salon, member)
  assert.deepEqual([card.principal, card.bonus], [150_000, 30_000])
})

story('one line of a paid bill is given back to where it came from', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut, colour, member } = await prepareDay(salon)
  const lines = [cut, colour].map(({ id }) => ({ kind: 'service', service: id }))
  const bill = await payInCash(salon, member, lines)
  await page.goto(`/desk/bills/${bill.id}`)
  await page.getByRole('button', { name: t('bill.refund.title') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('bill.line.more', { name: CUT.name }) }).click()
  await dialog.getByText('128.00').first().waitFor()
  await dialog.getByLabel(t('bill.reason'), { exact: true }).fill('剪短了')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('剪短了').waitFor()
  const after = await salon.owner.get(`/api/bill/${bill.id}`)
  assert.equal(after.state, 'partly_refunded')
  assert.deepEqual(
    after.refunds.map(({ total, tenders }) => [total, tenders.map((one) => one.kind)]),
    [[CUT.price, ['cash']]],
  )
})

story(
  'a walk-in is served without any data, and a parked bill is gone on with',
  {},
  async (scene) => {
    const { page, salon, t } = scene
    await prepareDay(salon)
    await page.goto('/desk/till')
    await page.getByRole('button', { name: t('bill.start.walk_in') }).click()
    await page.waitForURL(/\/desk\/till\/[0-9a-f-]{36}$/)
    await addLine(page, t, '剪发', CUT.name)
    await page.getByRole('list').getByText(CUT.name).first().waitFor()
    await page.keyboard.press('F7')
    await page.locator('#bill-action-text').fill('等上色')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/desk\/till$/)
    await page.getByText('等上色').click()
    await page.getByRole('list').getByText(CUT.name).first().waitFor()
  },
)
