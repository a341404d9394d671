import assert from 'node:assert/strict'
import { MEMBER, prepareDay } from '../harness/day.js'
import { story } from '../harness/story.js'

story('a member registered twice becomes one, with all that is theirs', {}, async (scene) => {
  const { page, salon, t } = scene
  const { owner, branch } = salon
  const { member } = await prepareDay(salon)
  const wish = { branch, profile: MEMBER, shared_phone_confirmed: true }
  const twin = await owner.post('/api/customer', wish)

  await page.goto('/desk/customers/duplicates')
  await page.getByRole('button', { name: t('customer.merge.start') }).click()
  const dialog = page.getByRole('dialog')
  // The one with the number of the second registration goes.
  await dialog.getByText(member.member_number).click()
  await dialog.getByRole('button', { name: t('customer.merge.send'), exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(t('customer.duplicates.none')).waitFor()

  const found = await owner.get(`/api/customer/${twin.id}`)
  assert.equal(found.id, member.id)
  await page.goto(`/desk/customers/${twin.id}`)
  await page.waitForURL(new RegExp(`/desk/customers/${member.id}$`))
})

story('the customer list is narrowed, and what narrows it is kept', {}, async (scene) => {
  const { page, salon, t } = scene
  const { owner, branch } = salon
  await prepareDay(salon)
  const profile = { name: '周杰', phone: '13700000002', gender: 'male', tags: ['学生'] }
  await owner.post('/api/customer', { branch, profile })

  await page.goto('/desk/customers?tag=学生')
  await page.getByText('周杰').waitFor()
  assert.equal(await page.getByText(MEMBER.name).count(), 0)
  await page.getByRole('button', { name: t('customer.filter.save') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('customer.filter.name'), { exact: true }).fill('学生会员')
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: t('customer.filter.clear') }).click()
  await page.getByText(MEMBER.name).first().waitFor()
  await page.getByRole('button', { name: '学生会员', exact: true }).click()
  await page.waitForURL(/tag=/)
})
