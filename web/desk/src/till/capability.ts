import type { Capability } from '@/app/manifest'

const READ = ['till.read']

/** Its pages stand in the menu with the bills. */
export default {
  routes: [
    {
      path: '/drawer',
      name: 'drawer',
      component: () => import('./DrawerPage.vue'),
      meta: { title: 'till.title', permissions: READ },
    },
    {
      path: '/drawer/:id',
      name: 'drawer-session',
      component: () => import('./SessionPage.vue'),
      props: true,
      meta: { title: 'till.session.title', permissions: READ },
    },
    {
      path: '/days',
      name: 'days',
      component: () => import('./DaysPage.vue'),
      meta: { title: 'till.day.title', permissions: READ },
    },
    {
      path: '/days/close',
      name: 'close-day',
      component: () => import('./CloseDayPage.vue'),
      meta: { title: 'till.closing.title', permissions: ['till.close_day'] },
    },
    {
      path: '/days/:id',
      name: 'day',
      component: () => import('./DayPage.vue'),
      props: true,
      meta: { title: 'till.day.report', permissions: READ },
    },
  ],
} satisfies Capability
