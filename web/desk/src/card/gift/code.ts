import { toHalfWidth } from '@/app/money'

const LENGTH = 16

/** What somebody typed or scanned as a gift card's code; nothing where it cannot be one. */
export function giftCodeOf(typed: string): string | null {
  const letters = toHalfWidth(typed).replace(/[\s-]/g, '').toUpperCase()
  return letters.length === LENGTH && /^[0-9A-Z]+$/.test(letters) ? letters : null
}
