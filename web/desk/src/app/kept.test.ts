import { beforeEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { forget, forgetAll, keep, kept } from './kept'
import { useKeptForm } from './kept-form'

beforeEach(() => sessionStorage.clear())

describe('what is typed and not yet sent', () => {
  it('is given back until it is forgotten', () => {
    keep('line.1', { quantity: 3 })
    expect(kept('line.1')).toEqual({ quantity: 3 })
    forget('line.1')
    expect(kept('line.1')).toBeNull()
  })

  it('is passed by when it cannot be read', () => {
    sessionStorage.setItem('tress.kept.line.1', '{')
    expect(kept('line.1')).toBeNull()
  })

  it('goes as a whole without touching what others remember', () => {
    sessionStorage.setItem('other', 'stays')
    keep('a', 1)
    forgetAll()
    expect([kept('a'), sessionStorage.getItem('other')]).toEqual([null, 'stays'])
  })
})

describe('a dialog', () => {
  /** What a page does when it opens: `open` says whether the dialog stood open before. */
  function page(isOpen: boolean) {
    const scope = effectScope()
    const open = ref(isOpen)
    const fields = ref({ note: '' })
    scope.run(() => useKeptForm('note', open, fields, () => ({ note: 'new' })))
    return { open, fields, reload: () => scope.stop() }
  }

  it('goes on after a reload with what was typed', async () => {
    const before = page(true)
    before.fields.value.note = 'half a sent'
    await nextTick()
    before.reload()
    expect(page(true).fields.value.note).toBe('half a sent')
  })

  it('begins anew after it was closed', async () => {
    const { open, fields } = page(true)
    fields.value.note = 'given up'
    await nextTick()
    open.value = false
    await nextTick()
    open.value = true
    await nextTick()
    expect(fields.value.note).toBe('new')
  })
})
