// WCAG 2.2 AA as far as a program can judge it.
import axe from 'axe-core'

const GRAVE = ['serious', 'critical']

/** What keeps people out of the page as it stands: one sentence per finding, none when it is well. */
export async function barriers(page, what) {
  // Evaluated, not added as a script: the page's content policy rightly refuses scripts of others.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  const grave = violations.filter((finding) => GRAVE.includes(finding.impact))
  return grave.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${what}: ${id} at ${node.target}: ${node.failureSummary}`),
  )
}
