import { onScopeDispose } from 'vue'

/** A scanner leaves less than this between two keys; a hand does not. */
const LONGEST_GAP = 50
const SHORTEST_CODE = 4

const SIGNS: Record<string, [string, string]> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Semicolon: [';', ':'],
  NumpadSubtract: ['-', '-'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
  NumpadAdd: ['+', '+'],
  Space: [' ', ' '],
}

/**
 * The character behind a key by its place on the keyboard: an input method that is on hides
 * `key` behind "Process" or makes it full-width, but leaves `code` alone.
 */
export function charOf(event: KeyboardEvent): string | null {
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(event.code) ?? []
  if (digit && !(event.shiftKey && event.code.startsWith('Digit'))) return digit
  const [, letter] = /^Key([A-Z])$/.exec(event.code) ?? []
  if (letter) return event.shiftKey ? letter : letter.toLowerCase()
  const sign = SIGNS[event.code]
  if (sign) return sign[event.shiftKey ? 1 : 0]
  return event.code.startsWith('Digit') && event.key.length === 1 ? event.key : null
}

type Editable = HTMLInputElement | HTMLTextAreaElement

function editableOf(target: EventTarget | null): Editable | null {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target
  return null
}

/** Gathers keys into bursts and tells when one of them was a scan. */
export class ScanReader {
  private text = ''
  private last = -Infinity
  private field: Editable | null = null
  private before = ''

  /** Gives the scanned code on the Enter that ends it. `at` is in milliseconds. */
  read(event: KeyboardEvent, at: number): string | null {
    if (event.ctrlKey || event.metaKey || event.altKey) return this.forget()
    if (event.key === 'Shift' || event.code.startsWith('Shift')) return null
    const quick = at - this.last < LONGEST_GAP
    this.last = at
    if (event.code === 'Enter' || event.code === 'NumpadEnter') return this.finish(quick)
    const char = charOf(event)
    if (char === null) return this.forget()
    if (!quick) this.begin(event.target)
    this.text += char
    return null
  }

  /** Takes back what the scan typed into the field that had the focus. */
  restoreField() {
    const { field, before } = this
    if (!field || field.value === before) return
    field.value = before
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  private begin(target: EventTarget | null) {
    this.text = ''
    this.field = editableOf(target)
    this.before = this.field?.value ?? ''
  }

  private finish(quick: boolean): string | null {
    const code = this.text.trim()
    this.text = ''
    return quick && code.length >= SHORTEST_CODE ? code : null
  }

  private forget(): null {
    this.text = ''
    this.last = -Infinity
    return null
  }
}

type Listener = (code: string) => void
const listeners: Listener[] = []
const reader = new ScanReader()

function onKeydown(event: KeyboardEvent) {
  const code = reader.read(event, event.timeStamp)
  const listener = listeners.at(-1)
  if (code === null || !listener) return
  // The Enter of a scan must never press a button or send a form.
  event.preventDefault()
  event.stopImmediatePropagation()
  reader.restoreField()
  // An input method writes its letters only after this event.
  setTimeout(() => reader.restoreField())
  listener(code)
}

/** Hears scans anywhere on the page while the component lives; the newest listener gets them. */
export function useScanner(onScan: Listener) {
  if (listeners.length === 0) window.addEventListener('keydown', onKeydown, { capture: true })
  listeners.push(onScan)
  onScopeDispose(() => {
    listeners.splice(listeners.indexOf(onScan), 1)
    if (listeners.length === 0) window.removeEventListener('keydown', onKeydown, { capture: true })
  })
}
