import assert from 'node:assert/strict'
import { colleague } from '../harness/day.js'
import { expectAddress, signIn } from '../harness/page.js'
import { OWNER } from '../harness/salon.js'
import { story, storyInBoth } from '../harness/story.js'

storyInBoth(
  'a person signs in, leaves, and is not let in again by the same window',
  { signedOut: true },
  async (scene) => {
    const { page, t } = scene
    await page.goto('/desk/settings/account')
    await signIn(page, t)
    await expectAddress(page, '/desk/settings/account')
    await page.getByRole('button', { name: t('app.me.label', { name: 'Linda' }) }).click()
    await page.getByRole('menuitem', { name: t('app.me.sign_out') }).click()
    await expectAddress(page, '/desk/sign-in')
    await page.goto('/desk/settings/account')
    await expectAddress(page, '/desk/sign-in')
  },
)

story(
  'a wrong password is told kindly, and what was typed stays',
  { signedOut: true },
  async ({ page, t }) => {
    await page.goto('/desk/')
    await signIn(page, t, { ...OWNER, password: 'not this one at all' })
    await page.getByText(t('problem.identity.sign_in_wrong')).waitFor()
    await signIn(page, t)
    await expectAddress(page, '/desk/')
  },
)

story('the language changes on the spot and is remembered', {}, async ({ page }) => {
  await page.goto('/desk/settings')
  await page.getByRole('heading', { name: '设置' }).waitFor()
  await page.getByRole('button', { name: /Linda/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
})

story(
  'reception is kept out of the settings of roles, in the menu and by address',
  {},
  async (scene) => {
    const { page, window, salon, t } = scene
    await window.addCookies((await colleague(salon, 'reception')).cookies())
    await page.goto('/desk/settings')
    await page.getByRole('link', { name: t('identity.account.title') }).waitFor()
    const shown = await page
      .locator('#content a')
      .evaluateAll((all) => all.map((one) => one.pathname))
    assert.deepEqual(shown, ['/desk/settings/account'])
    await page.goto('/desk/settings/roles')
    await page.getByText(t('app.refused.title')).waitFor()
  },
)
