import type { Capability } from '@/app/manifest'
import TodayTakings from './TodayTakings.vue'

const READ = ['report.read']

export default {
  routes: [
    {
      path: '/reports',
      name: 'reports',
      component: () => import('./ReportsPage.vue'),
      meta: { title: 'report.title', permissions: READ },
    },
  ],
  menu: [{ route: 'reports', label: 'report.menu', icon: 'report', order: 70, permissions: READ }],
  shell: { takings: TodayTakings },
} satisfies Capability
