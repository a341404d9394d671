// WCAG 2.2 AA as far as a program can judge it.
import axe from 'axe-core'
import assert from 'node:assert/strict'

const GRAVE = ['serious', 'critical']

/** Fails when the page as it stands has a finding that keeps people out. */
export async function assertAccessible(page, what) {
  // Evaluated, not added as a script: the page's content policy rightly refuses scripts of others.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  const grave = violations.filter((finding) => GRAVE.includes(finding.impact))
  const told = grave.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target).join(' · ')}`,
  )
  assert.deepEqual(told, [], `${what} keeps people out`)
}
