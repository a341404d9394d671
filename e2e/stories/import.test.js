import assert from 'node:assert/strict'
import { cardOf } from '../harness/day.js'
import { search } from '../harness/page.js'
import { SHEET } from '../harness/sheet.js'
import { story } from '../harness/story.js'

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
  await page.getByText(t('import.applied', { count: 3 })).waitFor()
  const found = await search(page, t, '李娜')
  await found.getByRole('option').filter({ hasText: '李娜' }).waitFor()
  const { items } = await salon.owner.get('/api/customer/search?q=0001')
  const card = await cardOf(salon, items[0])
  assert.deepEqual([card.principal, card.bonus], [50_000, 10_000])
})
