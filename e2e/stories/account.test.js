import assert from 'node:assert/strict'
import { CUT } from '../harness/day.js'
import { expectAddress, signIn } from '../harness/page.js'
import { OWNER } from '../harness/salon.js'
import { story } from '../harness/story.js'
import { codeOf } from '../harness/totp.js'

story('a second factor is set up, and asked for at the door', {}, async (scene) => {
  const { page, window, t } = scene
  await page.goto('/desk/settings/account')
  await page.getByRole('button', { name: t('identity.totp.set_up') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('identity.password.current'), { exact: true }).fill(OWNER.password)
  await dialog.getByRole('button', { name: t('identity.totp.next') }).click()
  await dialog.getByAltText(t('identity.totp.qr')).waitFor()
  const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '')
  await dialog.getByLabel(t('identity.totp.code'), { exact: true }).fill(codeOf(secret))
  await dialog.getByRole('button', { name: t('identity.totp.confirm') }).click()
  const codes = dialog
    .getByRole('list', { name: t('identity.recovery.title') })
    .getByRole('listitem')
  await codes.first().waitFor()
  assert.equal(await codes.count(), 10)
  const recovery = await codes.first().innerText()
  await dialog.getByRole('button', { name: t('identity.recovery.done') }).click()
  await page.getByText(t('identity.totp.is_on')).waitFor()

  await window.clearCookies()
  await page.goto('/desk/sign-in')
  await signIn(page, t)
  const code = page.getByLabel(t('identity.totp.code'), { exact: true })
  await code.fill('nothing')
  await page.getByRole('button', { name: t('identity.sign_in.send'), exact: true }).click()
  await page.getByText(t('problem.identity.code_wrong')).waitFor()
  // The digits of this half minute were used for the set-up, and count once.
  await code.fill(recovery)
  await page.getByRole('button', { name: t('identity.sign_in.send'), exact: true }).click()
  await expectAddress(page, '/desk/')

  await page.goto('/desk/settings/security')
  await page.getByText(t('identity.events.kind.code_wrong')).first().waitFor()
})

story('a program works with a key until it is revoked', {}, async ({ page, salon, t }) => {
  const { owner, address, branch } = salon
  await owner.post('/api/catalogue/service', CUT)
  await page.goto('/desk/settings/keys')
  await page
    .getByRole('button', { name: t('identity.keys.add') })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('identity.keys.name'), { exact: true }).fill('官网')
  await dialog.getByText(t('identity.permission.catalogue.read'), { exact: true }).click()
  await dialog.getByRole('button', { name: t('identity.keys.make') }).click()
  await dialog.getByText(t('identity.keys.once')).waitFor()
  const secret = await dialog.locator('code').first().innerText()
  await dialog.getByRole('button', { name: t('identity.keys.kept') }).click()

  const asProgram = (path) =>
    fetch(address + path, { headers: { authorization: `Bearer ${secret}` } })
  const read = await asProgram('/api/catalogue/service')
  assert.equal((await read.json()).items[0].name, CUT.name)
  assert.equal((await asProgram(`/api/bill?branch=${branch}`)).status, 403)

  await page.getByRole('button', { name: /官网/ }).click()
  await dialog.getByRole('button', { name: t('identity.keys.revoke') }).click()
  await dialog.getByText(t('identity.keys.revoke_hint')).waitFor()
  await dialog.getByRole('button', { name: t('identity.keys.revoke') }).click()
  await page.getByText(t('identity.keys.states.revoked'), { exact: true }).waitFor()
  assert.equal((await asProgram('/api/catalogue/service')).status, 401)
})
