import { expect, it } from 'vitest'
import { timeDraftOf, timeWishOf } from './draft'

it('sells a year without a limit unless something else is typed', () => {
  const draft = timeDraftOf(null)
  expect(timeWishOf({ ...draft, services: ['cut'] })).toEqual({
    services: ['cut'],
    days: 365,
    starts: 'sale',
    limit: null,
  })
  expect(timeWishOf({ ...draft, per: 'week', uses: 2 }).limit).toEqual({ uses: 2, per: 'week' })
  expect(timeWishOf({ ...draft, per: 'day', uses: null, days: null })).toMatchObject({
    days: 0,
    limit: { uses: 0, per: 'day' },
  })
})
