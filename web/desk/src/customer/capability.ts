import type { Capability } from '@/app/manifest'

const READ = ['customer.read']

export default {
  routes: [
    {
      path: '/customers',
      name: 'customers',
      component: () => import('./CustomersPage.vue'),
      meta: { title: 'customer.list.title', permissions: READ },
    },
    {
      path: '/customers/duplicates',
      name: 'duplicates',
      component: () => import('./merge/DuplicatesPage.vue'),
      meta: { title: 'customer.duplicates.title', permissions: ['customer.merge'] },
    },
    {
      path: '/customers/:id',
      name: 'customer',
      component: () => import('./CustomerPage.vue'),
      props: true,
      meta: { title: 'customer.page.title', permissions: READ },
    },
  ],
  menu: [
    {
      route: 'customers',
      label: 'customer.list.menu',
      icon: 'customers',
      order: 30,
      permissions: READ,
      within: ['customer', 'duplicates'],
    },
  ],
} satisfies Capability
