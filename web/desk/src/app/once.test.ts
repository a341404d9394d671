import { expect, it } from 'vitest'
import { useOnce } from './once'

const WISH = { product: 'shampoo', quantity: 1 }

it('keeps the key of a wish until it is answered', async () => {
  const once = useOnce()
  const keys: string[] = []
  let away = true
  const send = (_wish: typeof WISH, key: string) => {
    keys.push(key)
    return away ? Promise.reject(new Error('away')) : Promise.resolve('done')
  }
  await expect(once(WISH, send)).rejects.toThrow('away')
  away = false
  await once({ ...WISH }, send)
  await once(WISH, send)
  expect(keys[0]).toBe(keys[1])
  expect(keys[2]).not.toBe(keys[1])
})

it('gives a changed wish another key', async () => {
  const once = useOnce()
  const keys: string[] = []
  const send = (_wish: typeof WISH, key: string) => {
    keys.push(key)
    return Promise.reject(new Error('away'))
  }
  await expect(once(WISH, send)).rejects.toThrow()
  await expect(once({ ...WISH, quantity: 2 }, send)).rejects.toThrow()
  expect(keys[0]).not.toBe(keys[1])
})
