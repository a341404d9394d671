import { expect, it } from 'vitest'
import { deviceName } from './device-name'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'

it('tells browsers apart although each claims to be the others', () => {
  expect(deviceName(`${WINDOWS} Chrome/126.0.0.0 Safari/537.36`)).toBe('Windows · Chrome')
  expect(deviceName(`${WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0`)).toBe('Windows · Edge')
  expect(
    deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1'),
  ).toBe('iPhone · Safari')
})

it('calls a program as it calls itself', () => {
  expect(deviceName('curl/8.5.0')).toBe('curl/8.5.0')
  expect(deviceName('x'.repeat(200))).toHaveLength(60)
  expect(deviceName('')).toBe('')
})
