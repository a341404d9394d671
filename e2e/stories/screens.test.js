// Every screen of the app is looked at on a desk and on a phone, by light and by dark.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { assertAccessible } from '../harness/accessible.js'
import { DESK, PHONE, story } from '../harness/story.js'

const APP = new URL('../../web/desk/src/', import.meta.url)

/** Screens behind the sign-in, by the pattern of their address, with what stands for its parts. */
const SCREENS = {
  '/': () => '/',
  '/card/plans': () => '/card/plans',
  '/catalogue': () => '/catalogue',
  '/settings': () => '/settings',
  '/settings/account': () => '/settings/account',
  '/settings/branches': () => '/settings/branches',
  '/settings/companies': () => '/settings/companies',
  '/settings/roles': () => '/settings/roles',
  '/settings/staff': () => '/settings/staff',
  '/settings/users': () => '/settings/users',
}
/** Screens for whoever is not signed in. */
const DOORS = ['/sign-in', '/setup']

test('no screen of the app is left out', () => {
  const listed = [...Object.keys(SCREENS), ...DOORS]
  const missing = addresses().filter((address) => !listed.includes(address))
  assert.deepEqual(missing, [])
})

for (const [device, size] of Object.entries({ desk: DESK, phone: PHONE })) {
  story(
    `the sign-in keeps nobody out on a ${device}`,
    { ...size, signedOut: true },
    async ({ page }) => {
      await look(page, '/sign-in')
    },
  )
  story(
    `the set-up keeps nobody out on a ${device}`,
    { ...size, fresh: true },
    async ({ page }) => {
      await look(page, '/setup')
    },
  )
  story(`no screen keeps anybody out on a ${device}`, size, async ({ page, salon }) => {
    for (const address of Object.values(SCREENS)) await look(page, address(salon))
  })
}

/** Looks at a screen in both appearances. */
async function look(page, address) {
  await page.goto(`/desk${address}`)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.waitForLoadState('networkidle')
    await assertAccessible(page, `${address} in the ${colorScheme}`)
  }
}

/** The addresses that the capabilities of the app list. */
function addresses() {
  const folders = readdirSync(APP, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders.flatMap(({ name }) => {
    const source = read(new URL(`${name}/capability.ts`, APP))
    return [...source.matchAll(/path: '([^']+)'/g)].map(([, address]) => address)
  })
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return ''
    throw error
  }
}
