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

/** Looks a customer up in the box at the top and gives the list of who was found. */
export async function search(page, t, text) {
  const box = page.getByRole('combobox', { name: t('bill.search.label') })
  await box.click()
  await box.fill(text)
  return page.getByRole('listbox', { name: t('bill.search.results') })
}

/** Opens a bill for whom the search finds first. */
export async function openBillFor(page, t, text, name) {
  const found = await search(page, t, text)
  await found.getByRole('option').filter({ hasText: name }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk\/till\/[0-9a-f-]{36}$/)
}

/** Puts something of the price list on the bill, by its code, name or pinyin. */
export async function addLine(page, t, text, name) {
  const box = page.getByRole('combobox', { name: t('bill.adder.label') })
  await box.click()
  await box.fill(text)
  await page.locator('#line-choices').getByRole('option').filter({ hasText: name }).waitFor()
  await page.keyboard.press('Enter')
}

/** A scanner types quicker than any hand, and ends with Enter. */
export function scan(page, code) {
  return page.evaluate((text) => {
    const keyOf = (char) => (/\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`)
    const press = (key, code, shiftKey) => {
      const event = { key, code, shiftKey, bubbles: true, cancelable: true }
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', event))
    }
    for (const char of text) press(char, keyOf(char), /[A-Z]/.test(char))
    press('Enter', 'Enter', false)
  }, code)
}

/** Catches what goes to the printer; gives a function that tells the text of each print. */
export async function catchPrints(page) {
  await page.addInitScript(() => {
    globalThis.prints = []
    window.print = () => {
      globalThis.prints.push(document.querySelector('.receipt-roll').textContent)
    }
  })
  return () => page.evaluate(() => globalThis.prints)
}
