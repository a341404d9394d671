import assert from 'node:assert/strict'
import { cardOf } from '../harness/day.js'
import { search } from '../harness/page.js'
import { PRICES, RECEIPTS, SHEET, UNCLEAR } from '../harness/sheet.js'
import { story, storyInBoth } from '../harness/story.js'

story('a member sheet is looked at first and then taken in', {}, async ({ page, salon, t }) => {
  await page.goto('/desk/import')
  await page.locator('input[type=file]').setInputFiles({
    name: '会员.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(SHEET),
  })
  await page.waitForURL(/\/desk\/import\/[0-9a-f-]{36}$/)
  await page
    .getByText(t('import.problems', { count: 2 }))
    .first()
    .waitFor()
  await page.getByText(t('problem.import.phone_digits', { digits: 7 })).waitFor()
  await page.getByText(t('problem.import.phone_twice', { row: 2 })).waitFor()
  await page.getByText('580.50').first().waitFor()
  const before = await salon.owner.get('/api/customer')
  assert.equal(before.counts.members, 0, 'looking changes nothing')

  await page.getByRole('button', { name: t('import.apply', { count: 3 }) }).click()
  await page.getByText(t('import.kinds.customers.applied', { count: 3 })).waitFor()
  const found = await search(page, t, '李娜')
  await found.getByRole('option').filter({ hasText: '李娜' }).waitFor()
  const { items } = await salon.owner.get('/api/customer/search?q=0001')
  const card = await cardOf(salon, items[0])
  assert.deepEqual([card.principal, card.bonus], [50_000, 10_000])
})

story('a price list is looked at first and then taken in', {}, async ({ page, salon, t }) => {
  await page.goto('/desk/import?kind=catalogue')
  await page.getByText(t('import.kinds.catalogue.drop')).waitFor()
  await page.locator('input[type=file]').setInputFiles({
    name: '价目表.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(PRICES),
  })
  await page.waitForURL(/\/desk\/import\/[0-9a-f-]{36}$/)
  await page.getByText(t('problem.import.price_not_an_amount')).waitFor()
  const before = await salon.owner.get('/api/catalogue/service')
  assert.deepEqual(before.items, [], 'looking changes nothing')

  await page.getByRole('button', { name: t('import.apply', { count: 2 }) }).click()
  await page.getByText(t('import.kinds.catalogue.applied', { count: 2 })).waitFor()
  await page.getByRole('button', { name: t('import.kinds.catalogue.look') }).click()
  await page.getByText('女士剪发').waitFor()
})

storyInBoth(
  'receipts of the past are looked at first and become bills of their days',
  {},
  async ({ page, salon, t }) => {
    await page.goto('/desk/import?kind=history')
    await page.locator('input[type=file]').setInputFiles({
      name: '小票.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(RECEIPTS),
    })
    await page.waitForURL(/\/desk\/import\/[0-9a-f-]{36}$/)
    await page.getByText(t('problem.import.no_amount')).waitFor()
    await page.getByText(t('import.options.title')).waitFor()
    const before = await salon.owner.get('/api/customer')
    assert.equal(before.counts.members, 0, 'looking changes nothing')

    await page.getByRole('button', { name: t('import.apply', { count: 3 }) }).click()
    await page.getByText(t('import.kinds.history.applied', { count: 3 })).waitFor()
    await page.getByRole('button', { name: t('import.kinds.history.look') }).click()
    await page.goto('/desk/bills?day=2018-03-15')
    await page.getByText('R1002').waitFor()
    await page.getByText('R1001').click()
    await page.getByText(t('bill.imported.title', { receipt: 'R1001' })).waitFor()
    await page.getByText(t('bill.imported.mark'), { exact: true }).waitFor()
    await page.getByText(t('bill.tender.imported')).waitFor()
    for (const word of ['bill.refund.title', 'bill.reverse.title', 'bill.receipt.print']) {
      assert.equal(await page.getByRole('button', { name: t(word) }).count(), 0, word)
    }
    await page.getByRole('link', { name: /李娜/ }).first().click()
    await page.getByText(t('customer.history.receipt', { number: 'R1001' })).waitFor()
  },
)

story('dates that can be read in two ways are asked for', {}, async ({ page, salon, t }) => {
  await page.goto('/desk/import?kind=history')
  await page.locator('input[type=file]').setInputFiles({
    name: 'receipts.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(UNCLEAR),
  })
  await page.waitForURL(/\/desk\/import\/[0-9a-f-]{36}$/)
  await page.getByText(t('import.options.read.unclear')).waitFor()
  assert.ok(await page.getByRole('button', { name: t('import.apply', { count: 0 }) }).isDisabled())
  await page.getByRole('combobox', { name: t('import.options.dates') }).click({ force: true })
  await page.getByRole('option', { name: t('import.options.day_first') }).click()
  await page.getByRole('button', { name: t('import.apply', { count: 2 }) }).click()
  await page.getByText(t('import.kinds.history.applied', { count: 2 })).waitFor()
  const [branch] = (await salon.owner.get('/api/branch')).items
  const { items } = await salon.owner.get(`/api/bill?branch=${branch.id}&day=2018-04-03`)
  assert.deepEqual(
    items.map((bill) => bill.receipt),
    ['77'],
  )
})
