// Every screen of the app is looked at on a desk and on a phone, by light and by dark.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { barriers } from '../harness/accessible.js'
import { payInCash, prepareDay } from '../harness/day.js'
import { search } from '../harness/page.js'
import { OWNER } from '../harness/salon.js'
import { SHEET } from '../harness/sheet.js'
import { DESK, PHONE, story } from '../harness/story.js'

const APP = new URL('../../web/desk/src/', import.meta.url)

/** Screens behind the sign-in, by the pattern of their address, with the parts filled in. */
const SCREENS = {
  '/': () => '/',
  '/till': () => '/till',
  '/till/:id': ({ open }) => `/till/${open.id}`,
  '/bills': () => '/bills',
  '/bills/debts': () => '/bills/debts',
  '/bills/unapplied': () => '/bills/unapplied',
  '/bills/:bill/contracts': ({ paid }) => `/bills/${paid.id}/contracts`,
  '/bills/:id': ({ paid }) => `/bills/${paid.id}`,
  '/customers': () => '/customers',
  '/customers/duplicates': () => '/customers/duplicates',
  '/customers/:id': ({ member }) => `/customers/${member.id}`,
  '/days': () => '/days',
  '/days/:id': ({ closed }) => `/days/${closed.id}`,
  '/days/close': () => '/days/close',
  '/drawer': () => '/drawer',
  '/drawer/:id': ({ session }) => `/drawer/${session.id}`,
  '/import': () => '/import',
  '/import/:id': ({ sheet }) => `/import/${sheet.id}`,
  '/inbox': () => '/inbox',
  '/card/:card/contracts': ({ card }) => `/card/${card.id}/contracts`,
  '/card/plans': () => '/card/plans',
  '/card/:id/statement': ({ card }) => `/card/${card.id}/statement`,
  '/card/:id/refund': ({ card }) => `/card/${card.id}/refund`,
  '/catalogue': () => '/catalogue',
  '/catalogue/prices': () => '/catalogue/prices',
  '/catalogue/products': () => '/catalogue/products',
  '/reports': () => '/reports?span=this_month',
  '/settings': () => '/settings',
  '/settings/account': () => '/settings/account',
  '/settings/audit': () => '/settings/audit',
  '/settings/backup': () => '/settings/backup',
  '/settings/books': () => '/settings/books',
  '/settings/branches': () => '/settings/branches',
  '/settings/companies': () => '/settings/companies',
  '/settings/dormant': () => '/settings/dormant',
  '/settings/dormant/:id': ({ batch }) => `/settings/dormant/${batch.id}`,
  '/settings/keys': () => '/settings/keys',
  '/settings/notices': () => '/settings/notices',
  '/settings/notices/log': () => '/settings/notices/log',
  '/settings/notices/texts': () => '/settings/notices/texts',
  '/settings/prepaid': () => '/settings/prepaid',
  '/settings/prepaid/rules': () => '/settings/prepaid/rules',
  '/settings/roles': () => '/settings/roles',
  '/settings/security': () => '/settings/security',
  '/settings/staff': () => '/settings/staff',
  '/settings/users': () => '/settings/users',
  '/stock': () => '/stock',
  '/stock/count': () => '/stock/count',
  '/stock/moves': () => '/stock/moves',
  '/stock/receive': () => '/stock/receive',
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
      assert.deepEqual(await look(page, '/sign-in'), [])
    },
  )
  story(
    `the set-up keeps nobody out on a ${device}`,
    { ...size, fresh: true },
    async ({ page }) => {
      assert.deepEqual(await look(page, '/setup'), [])
    },
  )
  story(`no screen keeps anybody out on a ${device}`, size, async ({ page, salon }) => {
    const day = await busyDay(salon)
    const found = []
    for (const address of Object.values(SCREENS)) found.push(...(await look(page, address(day))))
    assert.deepEqual(found, [])
  })
  story(`paying keeps nobody out on a ${device}`, size, async ({ page, salon, t }) => {
    const { open } = await busyDay(salon)
    await page.goto(`/desk/till/${open.id}`)
    await page.getByRole('button', { name: t('bill.pay.start') }).click()
    const found = await lookAgain(page, 'paying')
    await page.locator('#pay-button').click()
    await page.locator('.paid').waitFor()
    found.push(...(await lookAgain(page, 'what follows paying')))
    await search(page, t, '8000')
    await page.getByRole('option').first().waitFor()
    found.push(...(await lookAgain(page, 'searching')))
    assert.deepEqual(found, [])
  })
}

/** A day with something on every screen. */
async function busyDay(salon) {
  const { owner, branch } = salon
  const day = await prepareDay(salon)
  const line = { kind: 'service', service: day.cut.id }
  const paid = await payInCash(salon, day.member, [line])
  await owner.post(`/api/bill/${paid.id}/refund`, {
    lines: null,
    reason: '顾客不满意',
    expected_total: paid.total,
  })
  const session = await owner.post('/api/till/session', { branch, float: 50_000 })
  const counts = [{ tender: 'cash', amount: 49_000 }]
  await owner.post(`/api/till/session/${session.id}/hand-over`, { counts, next_float: 0 })
  const closing = await owner.get(`/api/till/closing?branch=${branch}`)
  const closed = await owner.post('/api/till/day', { branch, day: closing.day })
  const { id } = await owner.post('/api/bill', { branch, customer: day.member.id })
  const open = await owner.post(`/api/bill/${id}/line`, line)
  const sheet = await owner.upload('/api/import?name=members.csv', SHEET)
  const { id: gone } = await owner.post('/api/customer', { branch, profile: { name: '李雷' } })
  const batch = await owner.post('/api/dormant/batch', {
    kind: 'member',
    accounts: [gone],
    reason: '两年没来',
    password: OWNER.password,
  })
  return { ...day, paid, open, sheet, session, closed, batch }
}

/** Looks at a screen. */
async function look(page, address) {
  await page.goto(`/desk${address}`)
  return lookAgain(page, address)
}

/** Looks at what stands there now, in both appearances. */
async function lookAgain(page, what) {
  const found = []
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.waitForLoadState('networkidle')
    found.push(...(await barriers(page, `${what}, ${colorScheme}`)))
  }
  return found
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
