import { expect, it } from 'vitest'
import { percent } from './names'

it('writes rates as people do', () => {
  expect(['0', '60000', '62500', '1000000'].map(percent)).toEqual(['0%', '6%', '6.25%', '100%'])
})
