import '@/app/theme/tokens.css'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-message.css'
import '@/app/theme/base.css'
import '@/app/theme/element.css'
import '@/app/dates'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp, watchEffect } from 'vue'
import App from '@/App.vue'
import { applyDeviceChoices, language } from '@/app/device'
import { listenToKeys } from '@/app/keys'
import { createQueries } from '@/app/queries'
import { watchConnection } from '@/app/reachable'
import { offerReleases } from '@/app/release'
import { router } from '@/app/router'
import { useSession } from '@/app/session'
import { i18n } from '@/locales'

applyDeviceChoices()
watchEffect(() => (i18n.global.locale.value = language.value))
watchConnection()
listenToKeys()
offerReleases()

const app = createApp(App).use(createPinia()).use(i18n)

const queryClient = createQueries(() => {
  useSession().leave()
  queryClient.clear()
  const next = router.currentRoute.value.fullPath
  if (!router.currentRoute.value.meta.public) void router.push({ name: 'sign-in', query: { next } })
})

app.use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
