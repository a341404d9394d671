import { ref, toValue, type MaybeRefOrGetter } from 'vue'

/** Which entry of a list under an input is meant, moved by the arrow keys around both ends. */
export function useListbox(count: MaybeRefOrGetter<number>) {
  const active = ref(-1)
  function move(step: 1 | -1) {
    const entries = toValue(count)
    if (entries === 0) return void (active.value = -1)
    const from = active.value < 0 && step < 0 ? 0 : active.value
    active.value = (from + step + entries) % entries
  }
  return { active, move }
}
