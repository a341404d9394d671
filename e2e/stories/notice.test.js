import assert from 'node:assert/strict'
import { prepareDay } from '../harness/day.js'
import { startMailServer } from '../harness/mail.js'
import { storyInBoth } from '../harness/story.js'

storyInBoth(
  'the owner sets mail up, sees the test arrive, and is told of a closed day',
  {},
  async ({ page, salon, t }) => {
    const server = await startMailServer()
    try {
      await page.goto('/desk/settings/notices')
      await page.getByText(t('notice.smtp.none')).waitFor()
      await page.getByRole('button', { name: t('notice.smtp.set') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('notice.smtp.host')).fill('127.0.0.1')
      await dialog.getByText(t('notice.smtp.securities.plain')).click()
      await dialog.getByLabel(t('notice.smtp.port')).fill(String(server.port))
      await dialog.getByLabel(t('notice.smtp.sender')).fill('salon@example.cn')
      await dialog.getByRole('button', { name: t('app.save') }).click()

      await page.getByLabel(t('notice.smtp.to')).fill('qing@example.cn')
      await page.getByRole('button', { name: t('notice.smtp.try') }).click()
      await page.getByRole('status').getByText(t('notice.states.sent')).waitFor()
      const [mail] = server.mails()
      assert.match(mail, /^To: qing@example\.cn$/m)

      await page.getByRole('link', { name: t('notice.log.menu') }).click()
      const row = page.getByRole('row').filter({ hasText: 'q****@example.cn' })
      await row.getByText(t('notice.states.sent')).waitFor()
      await row.getByText(t('notice.events.notice.test')).waitFor()

      await page.goto('/desk/settings/account')
      await page.getByLabel(t('identity.email.address')).fill('qing@example.cn')
      const email = page.locator('form').filter({ hasText: t('identity.email.address') })
      await email.getByRole('button', { name: t('app.save') }).click()
      await page.getByText(t('app.saved')).waitFor()

      await prepareDay(salon)
      const { owner, branch } = salon
      const closing = await owner.get(`/api/till/closing?branch=${branch}`)
      await owner.post('/api/till/day', { branch, day: closing.day })
      await page.getByRole('link', { name: t('notice.inbox.bell', { count: 1 }) }).click()
      await page.getByRole('heading', { name: closing.day }).waitFor()
      await page.getByRole('link', { name: t('notice.inbox.title'), exact: true }).waitFor()
      for (let look = 0; look < 100 && server.mails().length < 2; look += 1) {
        await page.waitForTimeout(100)
      }
      assert.equal(server.mails().length, 2)
    } finally {
      server.stop()
    }
  },
)
