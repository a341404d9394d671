// Chromium, once for all stories of a file.
import { after } from 'node:test'
import { chromium } from 'playwright-core'

const PROGRAM = process.env.TRESS_CHROMIUM ?? '/usr/bin/chromium'

// Nothing but the page under test may be asked for: a browser that calls home slows every story down.
const OPTIONS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let started

/** A window of its own, with an empty memory. */
export async function openWindow({ language, width, height, address }) {
  started ??= chromium.launch({ executablePath: PROGRAM, args: OPTIONS })
  const browser = await started
  return browser.newContext({
    baseURL: address,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
}

after(async () => {
  await (await started)?.close()
})
