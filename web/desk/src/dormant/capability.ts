import type { Capability } from '@/app/manifest'

const MAY = ['dormant.close']

export default {
  routes: [
    {
      path: '/settings/dormant',
      name: 'dormant',
      component: () => import('./DormantPage.vue'),
      meta: { title: 'dormant.title', permissions: MAY },
    },
    {
      path: '/settings/dormant/:id',
      name: 'dormant-batch',
      component: () => import('./BatchPage.vue'),
      props: true,
      meta: { title: 'dormant.batch', permissions: MAY },
    },
  ],
  settings: [
    { route: 'dormant', label: 'dormant.title', hint: 'dormant.hint', order: 55, permissions: MAY },
  ],
} satisfies Capability
