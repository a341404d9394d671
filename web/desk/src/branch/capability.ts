import type { Capability } from '@/app/manifest'

export default {
  routes: [
    {
      path: '/settings/branches',
      name: 'branches',
      component: () => import('./BranchesPage.vue'),
      meta: { title: 'branch.branches.title', permissions: ['branch.manage'] },
    },
    {
      path: '/settings/companies',
      name: 'companies',
      component: () => import('./CompaniesPage.vue'),
      meta: { title: 'branch.companies.title', permissions: ['branch.manage'] },
    },
  ],
  settings: [
    {
      route: 'branches',
      label: 'branch.branches.title',
      hint: 'branch.branches.hint',
      order: 30,
      permissions: ['branch.manage'],
    },
    {
      route: 'companies',
      label: 'branch.companies.title',
      hint: 'branch.companies.hint',
      order: 40,
      permissions: ['branch.manage'],
    },
  ],
} satisfies Capability
