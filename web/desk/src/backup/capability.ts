import type { Capability } from '@/app/manifest'

const MANAGE = ['backup.manage']

export default {
  routes: [
    {
      path: '/settings/backup',
      name: 'backup',
      component: () => import('./BackupPage.vue'),
      meta: { title: 'backup.title', permissions: MANAGE },
    },
  ],
  settings: [
    { route: 'backup', label: 'backup.title', hint: 'backup.hint', order: 95, permissions: MANAGE },
  ],
} satisfies Capability
