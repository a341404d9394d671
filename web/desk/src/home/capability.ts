import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/',
      name: 'home',
      component: () => import('./HomePage.vue'),
      meta: { title: 'home.title' },
    },
  ],
  menu: [{ route: 'home', label: 'home.menu', icon: 'home', order: 10, permissions: [] }],
} satisfies Capability
