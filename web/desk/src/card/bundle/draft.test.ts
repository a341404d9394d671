import type { CardPlan } from 'api-client'
import { expect, it } from 'vitest'
import { bundleDraftOf, bundleWishOf, isWhole } from './draft'

it('begins with two services and gives a plan back as it was', () => {
  expect(bundleDraftOf(null).parts).toHaveLength(2)
  const bundle = [{ service: 'cut', service_name: '剪发', count: 3, gift: 1 }]
  const draft = bundleDraftOf({ bundle } as unknown as CardPlan)
  expect(bundleWishOf(draft)).toEqual([{ service: 'cut', count: 3, gift: 1 }])
})

it('is whole when each service stands once and has visits', () => {
  const part = (service: string, count: number | null) => ({ service, count, gift: null })
  const whole = (least: number, ...parts: ReturnType<typeof part>[]) => isWhole({ parts }, least)
  expect(whole(2, part('cut', 1), part('care', 2))).toBe(true)
  expect(whole(2, part('cut', 1), part('cut', 2))).toBe(false)
  expect(whole(2, part('cut', 1), part('', 1))).toBe(false)
  expect(whole(1, part('cut', 1), part('', 1))).toBe(true)
  expect(whole(1, part('cut', null))).toBe(false)
})
