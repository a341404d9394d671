import { expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { settled } from './settled'

it('waits while something loads, and not at all when nothing does', async () => {
  const loading = ref(true)
  const done = vi.fn()
  void settled(loading).then(done)
  await nextTick()
  expect(done).not.toHaveBeenCalled()
  loading.value = false
  await settled(loading)
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce())
})
