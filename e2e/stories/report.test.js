import assert from 'node:assert/strict'
import { payInCash, prepareDay } from '../harness/day.js'
import { story, storyInBoth } from '../harness/story.js'

storyInBoth('what the day brought is seen, broken down and taken out', {}, async (scene) => {
  const { page, salon, t } = scene
  const { cut, colour, member } = await prepareDay(salon)
  await payInCash(salon, member, [{ kind: 'service', service: cut.id }])
  await payInCash(salon, member, [{ kind: 'service', service: colour.id }])
  await page.goto('/desk/')
  await page.getByRole('link', { name: t('report.menu'), exact: true }).click()
  await page.waitForURL(/\/desk\/reports$/)
  // A card for 1000.00, a cut for 128.00 and a colour for 288.00: what was sold ahead is no revenue.
  await page.locator('.takings .large').getByText('¥1,416.00').waitFor()
  const revenue = page.locator('section.part').nth(1)
  await revenue.getByText(t('report.by_service'), { exact: true }).click()
  await page.waitForURL(/earned=service/)
  await revenue.getByText(t('home.as_table'), { exact: true }).click()
  const rows = revenue.getByRole('row')
  await rows.filter({ hasText: '染发' }).getByText('¥288.00').waitFor()
  await rows
    .filter({ hasText: t('report.total') })
    .getByText('¥416.00')
    .waitFor()
  await revenue.getByRole('button', { name: t('app.export.label') }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: t('app.export.csv') }).click(),
  ])
  assert.match(file.suggestedFilename(), /\.csv$/)
})

story('the days of a report stay in the address', {}, async ({ page, salon, t }) => {
  await prepareDay(salon)
  await page.goto('/desk/reports?span=yesterday')
  await page.getByText(t('report.nothing_hint')).waitFor()
  await page.goto('/desk/reports?span=custom&from=2026-03-02&to=2026-03-01')
  await page.getByText(t('problem.report.days_backwards')).first().waitFor()
  await page.goto('/desk/reports?span=this_month')
  await page.locator('.takings .large').getByText('¥1,000.00').waitFor()
  const day = page.locator('section.part').first()
  await day.getByText(t('home.as_table'), { exact: true }).click()
  await day.locator('tbody a').first().click()
  await page.waitForURL(/\/desk\/bills\?day=/)
})
