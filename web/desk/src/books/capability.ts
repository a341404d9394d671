import type { Capability } from '@/app/manifest'

const READ = ['books.read']

export default {
  routes: [
    {
      path: '/settings/books',
      name: 'books',
      component: () => import('./BooksPage.vue'),
      meta: { title: 'books.title', permissions: READ },
    },
  ],
  settings: [
    { route: 'books', label: 'books.title', hint: 'books.hint', order: 92, permissions: READ },
  ],
} satisfies Capability
