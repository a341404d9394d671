import type { Capability } from '@/app/manifest'
import NoticeBell from './NoticeBell.vue'

const READ = ['notice.read']

export default {
  routes: [
    {
      path: '/inbox',
      name: 'inbox',
      component: () => import('./InboxPage.vue'),
      meta: { title: 'notice.inbox.title' },
    },
    {
      path: '/settings/notices',
      name: 'notices',
      component: () => import('./SetupPage.vue'),
      meta: { title: 'notice.title', permissions: READ },
    },
    {
      path: '/settings/notices/texts',
      name: 'notice-texts',
      component: () => import('./TextsPage.vue'),
      meta: { title: 'notice.texts.title', permissions: READ },
    },
    {
      path: '/settings/notices/log',
      name: 'notice-log',
      component: () => import('./LogPage.vue'),
      meta: { title: 'notice.log.title', permissions: READ },
    },
  ],
  settings: [
    { route: 'notices', label: 'notice.title', hint: 'notice.hint', order: 48, permissions: READ },
  ],
  shell: { bell: NoticeBell },
} satisfies Capability
