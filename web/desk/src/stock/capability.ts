import type { Capability } from '@/app/manifest'

const READ = ['stock.read', 'stock.manage']
const MANAGE = ['stock.manage']

/** Its entry in the menu is that of the catalogue. */
export default {
  routes: [
    {
      path: '/stock',
      name: 'stock',
      component: () => import('./StockPage.vue'),
      meta: { title: 'stock.title', permissions: READ },
    },
    {
      path: '/stock/moves',
      name: 'stock-moves',
      component: () => import('./MovesPage.vue'),
      meta: { title: 'stock.moves.title', permissions: READ },
    },
    {
      path: '/stock/receive',
      name: 'stock-receive',
      component: () => import('./ReceivePage.vue'),
      meta: { title: 'stock.receive.title', permissions: MANAGE },
    },
    {
      path: '/stock/count',
      name: 'stock-count',
      component: () => import('./CountPage.vue'),
      meta: { title: 'stock.count.title', permissions: MANAGE },
    },
  ],
} satisfies Capability
