import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/catalogue',
      name: 'catalogue',
      component: () => import('./ServicesPage.vue'),
      meta: { title: 'catalogue.title', permissions: ['catalogue.read', 'catalogue.manage'] },
    },
  ],
  menu: [
    {
      route: 'catalogue',
      label: 'catalogue.menu',
      icon: 'scissors',
      order: 50,
      permissions: ['catalogue.read', 'catalogue.manage'],
    },
  ],
} satisfies Capability
