import assert from 'node:assert/strict'
import { cardOf, prepareDay } from '../harness/day.js'
import { OWNER } from '../harness/salon.js'
import { story } from '../harness/story.js'

/** Says why and who, and sends. */
async function prove(scene, dialog) {
  const { t } = scene
  await dialog.getByLabel(t('dormant.reason'), { exact: true }).fill('两年没来')
  await dialog.getByLabel(t('dormant.password'), { exact: true }).fill(OWNER.password)
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
}

story('members whom nobody has seen are closed together and opened again', {}, async (scene) => {
  const { page, salon, t } = scene
  const { owner, branch } = salon
  const day = await prepareDay(salon)
  const gone = await owner.post('/api/customer', { branch, profile: { name: '李雷' } })
  await page.goto('/desk/settings/dormant')
  await page.getByText(t('dormant.kind.member'), { exact: true }).click()
  await page.getByLabel(t('dormant.number_from'), { exact: true }).fill('M')
  await page.getByRole('button', { name: t('dormant.look'), exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: '李雷' })
  await row.waitFor()
  // Who still has a card is not even offered.
  assert.equal(await page.getByRole('row').filter({ hasText: '王芳' }).count(), 0)
  await page.getByRole('button', { name: t('dormant.close', { count: 1 }), exact: true }).click()
  await prove(scene, page.getByRole('dialog'))
  assert.equal((await owner.get(`/api/customer/${gone.id}`)).closed, true)
  assert.equal((await cardOf(salon, day.member)).state, 'active')

  await page.getByRole('row').filter({ hasText: '两年没来' }).getByRole('button').click()
  await page.getByRole('button', { name: t('dormant.reopen'), exact: true }).click()
  await prove(scene, page.getByRole('dialog'))
  assert.equal((await owner.get(`/api/customer/${gone.id}`)).closed, false)
})
