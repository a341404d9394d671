import type { Capability } from '@/app/manifest'

export default {
  publicRoutes: [
    {
      path: '/setup',
      name: 'setup',
      component: () => import('./SetupPage.vue'),
      meta: { title: 'setup.title' },
    },
  ],
} satisfies Capability
