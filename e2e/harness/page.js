// What a person does again and again.
import { OWNER } from './salon.js'

/** Waits until the address is this one. */
export function expectAddress(page, path) {
  return page.waitForURL((url) => url.pathname === path)
}

/** Fills in the sign-in page. */
export async function signIn(page, t, { sign_in, password } = OWNER) {
  await page.getByLabel(t('identity.sign_in.name'), { exact: true }).fill(sign_in)
  await page.getByLabel(t('identity.sign_in.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('identity.sign_in.send') }).click()
}
