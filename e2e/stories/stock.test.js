import assert from 'node:assert/strict'
import { SHAMPOO, goods } from '../harness/day.js'
import { scan } from '../harness/page.js'
import { story, storyInBoth } from '../harness/story.js'

/** What lies on the shelf. */
async function onHand({ owner, branch }) {
  const { items } = await owner.get(`/api/stock?branch=${branch}`)
  return items.map(({ on_hand, value }) => [on_hand, value])
}

storyInBoth('goods are received by scanning, and counted', {}, async ({ page, salon, t }) => {
  await goods(salon)
  await page.goto('/desk/stock/receive')
  await page.getByText(t('stock.receive.none')).waitFor()
  for (let piece = 0; piece < 3; piece += 1) await scan(page, SHAMPOO.barcode)
  const quantity = page.getByLabel(t('stock.receive.quantity', { name: SHAMPOO.name }))
  assert.equal(await quantity.inputValue(), '3')
  await page.getByLabel(t('stock.receive.cost', { name: SHAMPOO.name })).fill('180')
  await page.getByRole('button', { name: t('stock.receive.send'), exact: true }).click()
  await page.waitForURL(/\/desk\/stock$/)
  await page.getByText('¥180.00').waitFor()
  assert.deepEqual(await onHand(salon), [[3, 18_000]])

  await page.getByRole('button', { name: t('stock.count.title'), exact: true }).click()
  await page.getByLabel(t('stock.count.counted_of', { name: SHAMPOO.name })).fill('2')
  await page.getByText(t('stock.count.fewer', { count: 1 })).waitFor()
  assert.deepEqual(await onHand(salon), [[3, 18_000]], 'looking changes nothing')
  await page.getByRole('button', { name: t('stock.count.send', { count: 1 }) }).click()
  await page.waitForURL(/\/desk\/stock$/)
  await page.getByText('¥120.00').waitFor()
  assert.deepEqual(await onHand(salon), [[2, 12_000]])
})

story('what the shop uses is taken off the shelf with its reason', {}, async (scene) => {
  const { page, salon, t } = scene
  const { owner, branch } = salon
  const shampoo = await goods(salon)
  const lines = [{ product: shampoo.id, quantity: 2, cost: 12_000 }]
  await owner.post('/api/stock/receive', { branch, lines })
  await page.goto('/desk/stock')
  await page.getByText(SHAMPOO.name).waitFor()
  await page.keyboard.press('u')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await scan(page, SHAMPOO.barcode)
  await dialog.getByText(t('stock.there_are', { count: 2, unit: shampoo.unit }).trim()).waitFor()
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(await onHand(salon), [[1, 6000]])
  await page.getByText(SHAMPOO.name).click()
  await page.getByText(t('stock.use.usual')).waitFor()
})
