import type { Capability } from '@/app/manifest'

const READ = ['audit.read']

export default {
  routes: [
    {
      path: '/settings/audit',
      name: 'audit',
      component: () => import('./AuditPage.vue'),
      meta: { title: 'audit.title', permissions: READ },
    },
  ],
  settings: [
    { route: 'audit', label: 'audit.title', hint: 'audit.hint', order: 90, permissions: READ },
  ],
} satisfies Capability
