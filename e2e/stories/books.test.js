import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { payInCash, prepareDay } from '../harness/day.js'
import { storyInBoth } from '../harness/story.js'

storyInBoth(
  'the owner has the books checked and takes them to the accountant',
  {},
  async ({ page, salon, t }) => {
    await page.goto('/desk/settings/books')
    await page.getByText(t('books.accounts.none')).waitFor()
    await page.getByText(t('books.seal.none')).waitFor()
    await page.getByRole('button', { name: t('books.export.save') }).click()
    await page.getByText(t('problem.books.empty')).waitFor()

    const { cut, member } = await prepareDay(salon)
    const bill = await payInCash(salon, member, [{ kind: 'service', service: cut.id }])
    const { proof } = await salon.owner.get(`/api/bill/${bill.id}/receipt`)
    await page.goto('/desk/settings/books')
    const typed = page.getByLabel(t('books.seal.proof'))
    const look = page.getByRole('button', { name: t('books.seal.look') })
    await typed.fill(proof.toLowerCase().replace(/(.{4})/g, '$1 '))
    await look.click()
    await page.getByText(t('books.seal.matches')).waitFor()
    await typed.fill(proof.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
    await look.click()
    await page.getByText(t('books.seal.no_match')).waitFor()
    await typed.fill('1234')
    await look.click()
    await page.getByText(t('problem.books.proof_form')).waitFor()

    await page.getByRole('button', { name: t('books.check_now') }).click()
    await page.locator('.verdict').getByText(t('books.holds')).waitFor()
    const set = page.getByRole('listitem').filter({
      hasText: t('books.promises.ledger.set_balances'),
    })
    await set.getByText(t('books.right'), { exact: true }).waitFor()

    const cash = t('books.account.cash_drawer')
    await page.getByLabel(`${cash} · ${t('books.accounts.number')}`).fill('1001')
    await page.getByLabel(`${cash} · ${t('books.accounts.name')}`).fill('库存现金')
    await page.getByRole('button', { name: t('app.save') }).click()
    await page.getByText(t('books.accounts.saved')).waitFor()

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('books.export.save') }).click(),
    ])
    assert.match(file.suggestedFilename(), /\.journal$/)
    const text = readFileSync(await file.path(), 'utf8')
    assert.match(text, /Assets:1001-库存现金:B1 {2}1000\.00 "CNY"/)
  },
)
