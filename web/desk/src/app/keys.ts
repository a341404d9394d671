import { inject, onScopeDispose, provide, shallowReactive, type InjectionKey } from 'vue'

export interface KeyBinding {
  /** As `KeyboardEvent.key` names it: 'F8', 'Escape', '/', 'n'. */
  key: string
  /** Key of the words in the help. */
  label: string
  run: () => void
  /** Asked each time; an inactive key does nothing and is not in the help. */
  when?: () => boolean
}

interface Layered extends KeyBinding {
  layer: number
}

const LAYER: InjectionKey<number> = Symbol('key layer')
const bindings = shallowReactive<Layered[]>([])
const openLayers = shallowReactive<number[]>([])
let lastLayer = 0

function topLayer(): number {
  return openLayers.at(-1) ?? 0
}

/** Keys that live as long as the component, and are silent while a dialog lies above it. */
export function useKeys(wanted: KeyBinding[]) {
  const layer = inject(LAYER, 0)
  const mine = wanted.map((binding) => ({ ...binding, layer }))
  bindings.push(...mine)
  onScopeDispose(() => {
    for (const binding of mine) bindings.splice(bindings.indexOf(binding), 1)
  })
}

/** For things that lie above the page: what is inside them gets a layer of its own. */
export function useKeyLayer() {
  lastLayer += 1
  const layer = lastLayer
  provide(LAYER, layer)
  const close = () => {
    const at = openLayers.indexOf(layer)
    if (at >= 0) openLayers.splice(at, 1)
  }
  onScopeDispose(close)
  return { open: () => void (openLayers.includes(layer) || openLayers.push(layer)), close }
}

/** What works right now, without doubles: the last one to register a key has it. */
export function activeKeys(layer = topLayer()): KeyBinding[] {
  const byKey = new Map<string, KeyBinding>()
  for (const binding of bindings) {
    if (binding.layer !== layer || binding.when?.() === false) continue
    byKey.set(binding.key, binding)
  }
  return [...byKey.values()]
}

const TYPING = 'input, textarea, select, [contenteditable="true"]'

const WITHIN_TEXT = ['ArrowUp', 'ArrowDown', 'Delete']

/** In a field for figures nobody types a question: the keys are shown there too. */
const asksAmongFigures = (event: KeyboardEvent) =>
  event.key === '?' &&
  event.target instanceof HTMLInputElement &&
  ['decimal', 'numeric'].includes(event.target.inputMode)

/** While somebody types, letters and arrows belong to the text; function keys and Esc never do. */
function belongsToTyping(event: KeyboardEvent): boolean {
  const typing = event.target instanceof Element && event.target.closest(TYPING) !== null
  if (!typing || asksAmongFigures(event)) return false
  return event.key.length === 1 || WITHIN_TEXT.includes(event.key)
}

/** How things stood before anybody heard the key: an Esc that closes a dialog must not act beneath it. */
interface Before {
  layer: number
  popup: boolean
}
/** Menus and lists that float; what merely unfolds in the page does not take the key. */
const POPUP = [
  '[aria-haspopup][aria-expanded="true"]',
  '[role="combobox"][aria-expanded="true"]',
  '.el-popover[aria-hidden="false"]',
].join()
let before: Before = { layer: 0, popup: false }

export function rememberBefore() {
  const popup = document.querySelector(POPUP) !== null
  before = { layer: topLayer(), popup }
}

export function handleKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  if (event.ctrlKey || event.metaKey || event.altKey || belongsToTyping(event)) return
  if (event.key === 'Escape' && before.popup) return
  const binding = activeKeys(before.layer).find((one) => one.key === event.key)
  if (!binding) return
  event.preventDefault()
  binding.run()
}

/** Call once at the start. */
export function listenToKeys() {
  window.addEventListener('keydown', rememberBefore, { capture: true })
  window.addEventListener('keydown', handleKey)
}
