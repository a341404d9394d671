import type { Capability } from '@/app/manifest'

export default {
  publicRoutes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./SignInPage.vue'),
      meta: { title: 'identity.sign_in.title' },
    },
  ],
  routes: [
    {
      path: '/settings/account',
      name: 'account',
      component: () => import('./AccountPage.vue'),
      meta: { title: 'identity.account.title' },
    },
    {
      path: '/settings/users',
      name: 'users',
      component: () => import('./UsersPage.vue'),
      meta: { title: 'identity.users.title', permissions: ['identity.manage'] },
    },
    {
      path: '/settings/roles',
      name: 'roles',
      component: () => import('./RolesPage.vue'),
      meta: { title: 'identity.roles.title', permissions: ['identity.manage'] },
    },
    {
      path: '/settings/keys',
      name: 'keys',
      component: () => import('./KeysPage.vue'),
      meta: { title: 'identity.keys.title', permissions: ['identity.manage'] },
    },
    {
      path: '/settings/security',
      name: 'security',
      component: () => import('./EventsPage.vue'),
      meta: { title: 'identity.events.title' },
    },
  ],
  settings: [
    {
      route: 'account',
      label: 'identity.account.title',
      hint: 'identity.account.hint',
      order: 10,
      permissions: [],
    },
    {
      route: 'users',
      label: 'identity.users.title',
      hint: 'identity.users.hint',
      order: 50,
      permissions: ['identity.manage'],
    },
    {
      route: 'roles',
      label: 'identity.roles.title',
      hint: 'identity.roles.hint',
      order: 60,
      permissions: ['identity.manage'],
    },
    {
      route: 'keys',
      label: 'identity.keys.title',
      hint: 'identity.keys.hint',
      order: 80,
      permissions: ['identity.manage'],
    },
    {
      route: 'security',
      label: 'identity.events.title',
      hint: 'identity.events.hint',
      order: 85,
      permissions: ['identity.manage'],
    },
  ],
} satisfies Capability
