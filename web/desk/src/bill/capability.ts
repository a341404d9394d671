import type { Capability } from '@/app/manifest'
import GlobalSearch from './search/GlobalSearch.vue'

const READ = ['bill.read']
const WRITE = ['bill.write', 'bill.pay']

export default {
  routes: [
    {
      path: '/till',
      name: 'till',
      component: () => import('./till/TillStart.vue'),
      meta: { title: 'bill.till.title', permissions: WRITE },
    },
    {
      path: '/till/:id',
      name: 'till-bill',
      component: () => import('./till/TillPage.vue'),
      props: true,
      meta: { title: 'bill.till.title', permissions: WRITE },
    },
    {
      path: '/bills',
      name: 'bills',
      component: () => import('./BillsPage.vue'),
      meta: { title: 'bill.list.title', permissions: READ },
    },
    {
      path: '/bills/debts',
      name: 'debts',
      component: () => import('./debt/DebtsPage.vue'),
      meta: { title: 'bill.debt.title', permissions: READ },
    },
    {
      path: '/bills/unapplied',
      name: 'unapplied',
      component: () => import('./unapplied/UnappliedPage.vue'),
      meta: { title: 'bill.unapplied.title', permissions: READ },
    },
    {
      path: '/bills/:id',
      name: 'bill',
      component: () => import('./BillPage.vue'),
      props: true,
      meta: { title: 'bill.page.title', permissions: READ },
    },
  ],
  menu: [
    {
      route: 'till',
      label: 'bill.till.menu',
      icon: 'till',
      order: 20,
      permissions: WRITE,
      within: ['till-bill'],
    },
    {
      route: 'bills',
      label: 'bill.list.menu',
      icon: 'receipt',
      order: 25,
      permissions: READ,
      within: [
        'bill',
        'debts',
        'unapplied',
        'drawer',
        'drawer-session',
        'days',
        'close-day',
        'day',
      ],
    },
  ],
  shell: { search: GlobalSearch },
} satisfies Capability
