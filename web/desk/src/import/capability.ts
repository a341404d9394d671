import type { Capability } from '@/app/manifest'

const RUN = ['import.run']

export default {
  routes: [
    {
      path: '/import',
      name: 'imports',
      component: () => import('./ImportsPage.vue'),
      meta: { title: 'import.title', permissions: RUN },
    },
    {
      path: '/import/:id',
      name: 'import',
      component: () => import('./ImportPage.vue'),
      props: true,
      meta: { title: 'import.title', permissions: RUN },
    },
  ],
  settings: [
    {
      route: 'imports',
      label: 'import.title',
      hint: 'import.hint',
      order: 60,
      permissions: RUN,
    },
  ],
} satisfies Capability
