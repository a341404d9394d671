import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { ScanReader, charOf, useScanner } from './scanner'

const CODES: Record<string, string> = { '-': 'Minus', '/': 'Slash' }

function codeOf(char: string): string {
  if (/\d/.test(char)) return `Digit${char}`
  return CODES[char] ?? `Key${char.toUpperCase()}`
}
function press(char: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const shiftKey = /[A-Z]/.test(char)
  return new KeyboardEvent('keydown', { key: char, code: codeOf(char), shiftKey, ...more })
}
const enter = () => new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter' })

function feed(reader: ScanReader, text: string, gap: number, more: KeyboardEventInit = {}) {
  let at = 1000
  for (const char of text) {
    at += gap
    reader.read(press(char, more), at)
  }
  return reader.read(enter(), at + gap)
}

describe('a scanner', () => {
  it('is heard when the keys come in a burst', () => {
    expect(feed(new ScanReader(), 'M000123', 10)).toBe('M000123')
    expect(feed(new ScanReader(), '6901234567892', 4)).toBe('6901234567892')
  })

  it('is not confused with a hand that types', () => {
    expect(feed(new ScanReader(), '13800138000', 90)).toBeNull()
  })

  it('does not take a short burst for a code', () => {
    expect(feed(new ScanReader(), '12', 10)).toBeNull()
  })

  it('starts anew after a pause', () => {
    const reader = new ScanReader()
    reader.read(press('9'), 100)
    expect(feed(reader, '4455', 10)).toBe('4455')
  })

  it('reads through an input method that hides or widens the keys', () => {
    expect(feed(new ScanReader(), '4455', 10, { key: 'Process' })).toBe('4455')
    expect(charOf(press('5', { key: '５' }))).toBe('5')
  })

  it('leaves shortcuts alone', () => {
    const reader = new ScanReader()
    expect(feed(reader, '4455', 10, { ctrlKey: true })).toBeNull()
  })
})

describe('useScanner', () => {
  const scope = effectScope()
  afterEach(() => scope.stop())

  it('gives the code to the newest listener, presses no button and cleans the field', () => {
    const older = vi.fn()
    const newer = vi.fn()
    scope.run(() => {
      useScanner(older)
      useScanner(newer)
    })
    const input = document.createElement('input')
    document.body.append(input)
    input.value = 'note'
    for (const char of '4455') {
      const event = press(char, { bubbles: true })
      input.dispatchEvent(event)
      input.value += char
    }
    const end = new KeyboardEvent('keydown', {
      key: 'Enter',
      code: 'Enter',
      bubbles: true,
      cancelable: true,
    })
    input.dispatchEvent(end)
    expect(newer).toHaveBeenCalledWith('4455')
    expect(older).not.toHaveBeenCalled()
    expect(end.defaultPrevented).toBe(true)
    expect(input.value).toBe('note')
  })
})
