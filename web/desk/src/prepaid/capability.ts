import type { Capability } from '@/app/manifest'

const READ = ['prepaid.read']

export default {
  routes: [
    {
      path: '/settings/prepaid',
      name: 'prepaid',
      component: () => import('./state/StatePage.vue'),
      meta: { title: 'prepaid.title', permissions: READ },
    },
    {
      path: '/settings/prepaid/rules',
      name: 'prepaid-policy',
      component: () => import('./policy/PolicyPage.vue'),
      meta: { title: 'prepaid.policy.title', permissions: READ },
    },
    {
      path: '/card/:card/contracts',
      name: 'card-contracts',
      component: () => import('./contract/ContractsPage.vue'),
      props: true,
      meta: { title: 'prepaid.contract.title', permissions: ['card.read'] },
    },
    {
      path: '/bills/:bill/contracts',
      name: 'bill-contracts',
      component: () => import('./contract/ContractsPage.vue'),
      props: true,
      meta: { title: 'prepaid.contract.title', permissions: ['card.read'] },
    },
  ],
  settings: [
    {
      route: 'prepaid',
      label: 'prepaid.title',
      hint: 'prepaid.hint',
      order: 45,
      permissions: READ,
    },
  ],
} satisfies Capability
