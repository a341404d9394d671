import assert from 'node:assert/strict'
import { expectAddress } from '../harness/page.js'
import { OWNER } from '../harness/salon.js'
import { story, storyInBoth } from '../harness/story.js'

storyInBoth(
  'an owner opens a salon with the word the server printed',
  { fresh: true },
  async (scene) => {
    const { page, salon, t } = scene
    const next = () => page.getByRole('button', { name: t('setup.next') }).click()
    await page.goto('/')
    await page.getByLabel(t('setup.token'), { exact: true }).fill(salon.token)
    await next()
    await page.getByLabel(t('setup.organisation'), { exact: true }).fill('青丝造型')
    await page.getByLabel(t('setup.company'), { exact: true }).fill('杭州青丝美发有限公司')
    await next()
    await page.getByLabel(t('setup.branch_name'), { exact: true }).fill('春风路店')
    await next()
    await page.getByLabel(t('setup.owner_name'), { exact: true }).fill('Linda')
    await page.getByLabel(t('identity.sign_in.name'), { exact: true }).fill(OWNER.sign_in)
    await page.getByLabel(t('identity.sign_in.password'), { exact: true }).fill(OWNER.password)
    await page.getByRole('button', { name: t('setup.open') }).click()
    await page.getByText('春风路店').first().waitFor()
    await expectAddress(page, '/desk/')
  },
)

story(
  'a wrong word opens nothing and leads back to where it is typed',
  { fresh: true },
  async (scene) => {
    const { page, t } = scene
    const next = () => page.getByRole('button', { name: t('setup.next') }).click()
    await page.goto('/desk/setup')
    await page.getByLabel(t('setup.token'), { exact: true }).fill('open-sesame')
    await next()
    await page.getByLabel(t('setup.organisation'), { exact: true }).fill('别人的店')
    await page.getByLabel(t('setup.company'), { exact: true }).fill('别人')
    await next()
    await page.getByLabel(t('setup.branch_name'), { exact: true }).fill('店')
    await next()
    await page.getByLabel(t('setup.owner_name'), { exact: true }).fill('别人')
    await page.getByLabel(t('identity.sign_in.name'), { exact: true }).fill('mallory')
    await page
      .getByLabel(t('identity.sign_in.password'), { exact: true })
      .fill('a-long-enough-word')
    await page.getByRole('button', { name: t('setup.open') }).click()
    await page.getByText(t('problem.setup.token_wrong')).waitFor()
    const state = await (await fetch(new URL('/api/setup', page.url()))).json()
    assert.equal(state.needed, true)
  },
)

story('a salon that is open cannot be set up again', { signedOut: true }, async ({ salon }) => {
  const again = salon.owner.post('/api/setup', {
    token: salon.token,
    organisation: { name: '又一家', currency: 'CNY', time_zone: 'Asia/Shanghai' },
    company: { name: '又一家' },
    branch: { name: '又一家', address: '', phone: '' },
    owner: { name: '别人', sign_in: 'mallory', password: 'a-long-enough-word' },
  })
  await assert.rejects(again, /setup\.already_done/)
})
