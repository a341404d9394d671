import type { Capability } from '@/app/manifest'

const READ = ['catalogue.read', 'catalogue.manage']

export default {
  routes: [
    {
      path: '/catalogue',
      name: 'catalogue',
      component: () => import('./ServicesPage.vue'),
      meta: { title: 'catalogue.title', permissions: READ },
    },
    {
      path: '/catalogue/products',
      name: 'products',
      component: () => import('./ProductsPage.vue'),
      meta: { title: 'catalogue.products.title', permissions: READ },
    },
    {
      path: '/catalogue/prices',
      name: 'prices',
      component: () => import('./PricesPage.vue'),
      meta: { title: 'catalogue.prices.title', permissions: READ },
    },
  ],
  menu: [
    {
      route: 'catalogue',
      label: 'catalogue.menu',
      icon: 'scissors',
      order: 50,
      permissions: READ,
      within: ['products', 'prices', 'stock', 'stock-moves', 'stock-receive', 'stock-count'],
    },
  ],
} satisfies Capability
