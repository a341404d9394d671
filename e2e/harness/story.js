// A story: a server, a window, and somebody who does something with them.
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openWindow } from './browser.js'
import { openSalon, startServer } from './salon.js'
import { wordsOf } from './words.js'

const SHOTS = fileURLToPath(new URL('../shots/', import.meta.url))

/** How long one step of a person may take before the story is taken as stuck, in milliseconds. */
const STEP_MAX = 15_000

export const LANGUAGES = ['zh-CN', 'en']
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/**
 * Tells a story in a window of its own. `fresh` leaves the server without a salon, `demo` opens the
 * one for trying things out; otherwise the owner has set one up and is signed in, unless `signedOut`.
 */
export function story(name, options, tell) {
  const { language = 'zh-CN', width, height, fresh, demo, signedOut } = { ...DESK, ...options }
  test(name, async (running) => {
    const salon = fresh || demo ? await startServer({ demo }) : await openSalon()
    const window = await openWindow({ language, width, height, address: salon.address })
    window.setDefaultTimeout(STEP_MAX)
    if (salon.owner && !signedOut) await window.addCookies(salon.owner.cookies())
    const page = await window.newPage()
    const faults = faultsOf(page)
    try {
      await tell({ page, window, salon, t: wordsOf(language) })
      assert.deepEqual(faults, [], 'the page itself had faults')
    } catch (error) {
      running.diagnostic(`What the page looked like: ${await picture(page, name)}`)
      running.diagnostic(`What the server said:\n${salon.log.join('')}`)
      throw error
    } finally {
      await window.close()
      await salon.stop()
    }
  })
}

/** The same story in both languages. */
export function storyInBoth(name, options, tell) {
  for (const language of LANGUAGES) story(`${name} (${language})`, { ...options, language }, tell)
}

/** Errors of the page's scripts and of its content policy; an answer that refuses is none of them. */
function faultsOf(page) {
  const faults = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) faults.push(message.text())
  })
  return faults
}

async function picture(page, name) {
  await mkdir(SHOTS, { recursive: true })
  const path = `${SHOTS}${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`
  await page.screenshot({ path, fullPage: true }).catch(() => {})
  return path
}
