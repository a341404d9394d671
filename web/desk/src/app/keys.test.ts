import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { mount, type VueWrapper } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { listenToKeys, useKeyLayer, useKeys } from './keys'

beforeAll(listenToKeys)

const mounted: VueWrapper[] = []
afterEach(() => mounted.splice(0).forEach((one) => one.unmount()))

function press(key: string, target: EventTarget = document.body) {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

/** A page with the keys F8, n and Escape, and a dialog above it with a key of its own. */
function page() {
  const run = vi.fn()
  let layer: ReturnType<typeof useKeyLayer> | undefined
  const Inside = defineComponent(() => {
    useKeys([{ key: 'F8', label: 'x', run: () => run('dialog') }])
    return () => h('i')
  })
  const Dialog = defineComponent(() => {
    layer = useKeyLayer()
    return () => h(Inside)
  })
  const Page = defineComponent(() => {
    useKeys(['F8', 'n', '?', 'Escape'].map((key) => ({ key, label: 'x', run: () => run(key) })))
    return () => h('div', [h('input'), h(Dialog)])
  })
  const wrapper = mount(Page, { attachTo: document.body })
  mounted.push(wrapper)
  return { run, wrapper, open: () => layer?.open(), close: () => layer?.close() }
}

describe('keys', () => {
  it('run while their page is shown and end with it', () => {
    const { run, wrapper } = page()
    press('F8')
    expect(run).toHaveBeenLastCalledWith('F8')
    wrapper.unmount()
    mounted.length = 0
    press('F8')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('leave letters to whoever types, but not function keys', () => {
    const { run, wrapper } = page()
    const input = wrapper.find('input').element
    press('n', input)
    expect(run).not.toHaveBeenCalled()
    press('F8', input)
    expect(run).toHaveBeenCalledOnce()
  })

  it('are told to whoever asks among figures, but not in the middle of a text', () => {
    const { run, wrapper } = page()
    const input = wrapper.find('input').element
    press('?', input)
    expect(run).not.toHaveBeenCalled()
    input.inputMode = 'decimal'
    press('?', input)
    expect(run).toHaveBeenLastCalledWith('?')
  })

  it('are silent under a dialog, which has its own', () => {
    const { run, open, close } = page()
    open()
    press('n')
    press('F8')
    expect(run.mock.calls).toEqual([['dialog']])
    close()
    press('F8')
    expect(run).toHaveBeenLastCalledWith('F8')
  })

  it('do not act beneath a dialog on the Esc that closes it', () => {
    const { run, open, close } = page()
    open()
    document.body.addEventListener('keydown', close, { once: true })
    press('Escape')
    expect(run).not.toHaveBeenCalled()
    press('Escape')
    expect(run).toHaveBeenLastCalledWith('Escape')
  })
})
