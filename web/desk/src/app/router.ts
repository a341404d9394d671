import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { i18n } from '@/locales'
import { publicRoutes, routes } from './capabilities'
import AppShell from './shell/AppShell.vue'
import NotFoundPage from './pages/NotFoundPage.vue'
import NotForYouPage from './pages/NotForYouPage.vue'
import SettingsPage from './pages/SettingsPage.vue'
import { useSession } from './session'
import { wakeSession } from './wake'

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    ...publicRoutes.map((route) => ({ ...route, meta: { ...route.meta, public: true } })),
    {
      path: '/',
      component: AppShell,
      children: [
        ...routes,
        {
          path: '/settings',
          name: 'settings',
          component: SettingsPage,
          meta: { title: 'app.menu.settings' },
        },
        {
          path: '/not-for-you',
          name: 'not-for-you',
          component: NotForYouPage,
          meta: { title: 'app.refused.title' },
        },
        {
          path: '/:rest(.*)*',
          name: 'not-found',
          component: NotFoundPage,
          meta: { title: 'app.not_found.title' },
        },
      ],
    },
  ],
})

function mayOpen(to: RouteLocationNormalized): boolean {
  const session = useSession()
  return to.matched.every(({ meta }) => {
    const wanted = meta.permissions ?? []
    return wanted.length === 0 || wanted.some((permission) => session.may(permission))
  })
}

/** Remembers what was asked for, so that the page can be tried again after a switch of operator. */
function kindRefusal(to: RouteLocationNormalized) {
  return { name: 'not-for-you', query: { page: to.fullPath }, replace: true }
}

router.beforeEach(async (to) => {
  if (to.meta.public) return true
  const session = useSession()
  if (!session.me) {
    const state = await wakeSession()
    if (state === 'setup') return { name: 'setup' }
    if (state === 'signed-out') return { name: 'sign-in', query: { next: to.fullPath } }
  }
  return mayOpen(to) ? true : kindRefusal(to)
})

router.afterEach((to) => {
  const title = to.meta.title ? i18n.global.t(to.meta.title) : ''
  document.title = title ? `${title} · Tress` : 'Tress 青丝'
})
