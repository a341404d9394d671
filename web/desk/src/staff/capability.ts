import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/settings/staff',
      name: 'staff',
      component: () => import('./StaffPage.vue'),
      meta: { title: 'staff.title', permissions: ['staff.read', 'staff.manage'] },
    },
  ],
  settings: [
    {
      route: 'staff',
      label: 'staff.title',
      hint: 'staff.hint',
      order: 20,
      permissions: ['staff.manage'],
    },
  ],
} satisfies Capability
