import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/card/plans',
      name: 'card-plans',
      component: () => import('./PlansPage.vue'),
      meta: { title: 'card.plans.title', permissions: ['card.read', 'card.manage'] },
    },
  ],
  menu: [
    {
      route: 'card-plans',
      label: 'card.plans.menu',
      icon: 'card',
      order: 40,
      permissions: ['card.read', 'card.manage'],
    },
  ],
} satisfies Capability
