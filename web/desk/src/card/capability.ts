import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/card/plans',
      name: 'card-plans',
      component: () => import('./PlansPage.vue'),
      meta: { title: 'card.plans.title', permissions: ['card.read', 'card.manage'] },
    },
    {
      path: '/card/:id/refund',
      name: 'card-refund',
      component: () => import('./refund/RefundPage.vue'),
      props: true,
      meta: { title: 'card.refund.title', permissions: ['card.read'] },
    },
    {
      path: '/card/:id/statement',
      name: 'card-statement',
      component: () => import('./statement/StatementPage.vue'),
      props: true,
      meta: { title: 'card.statement.title', permissions: ['card.read'] },
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
