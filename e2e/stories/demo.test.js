import { expectAddress, search, signIn } from '../harness/page.js'
import { story } from '../harness/story.js'

story('a stranger tries the demo with what the server printed', { demo: true }, async (scene) => {
  const { page, salon, t } = scene
  await page.goto('/')
  await signIn(page, t, salon.demo.reception)
  await expectAddress(page, '/desk/')
  const found = await search(page, t, '王')
  await found.getByRole('option').filter({ hasText: '王' }).first().waitFor()
})
