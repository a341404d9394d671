import { describe, expect, it } from 'vitest'
import { giftCodeOf } from './code'

describe('the code of a gift card', () => {
  it('is told from the number of a card, however it is divided', () => {
    expect(giftCodeOf(' 7k4m-9qxc 2htb-w5rd ')).toBe('7K4M9QXC2HTBW5RD')
    expect(giftCodeOf('C01000012')).toBeNull()
    expect(giftCodeOf('')).toBeNull()
    expect(giftCodeOf('礼品卡礼品卡礼品卡礼品卡礼品卡礼')).toBeNull()
  })
})
