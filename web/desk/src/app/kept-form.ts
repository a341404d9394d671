import { toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { forget, keep, kept } from './kept'

/**
 * The fields of a dialog, kept while it is open: made anew by `make` when it opens, unless
 * a reload interrupted it. Closing it, sent or given up, forgets them.
 */
export function useKeptForm<T>(
  name: MaybeRefOrGetter<string>,
  open: Ref<boolean>,
  fields: Ref<T>,
  make: () => T,
) {
  // What the dialog is about may be gone already when it closes.
  let opened = ''
  watch(
    open,
    (now) => {
      if (!now) return forget(opened)
      opened = toValue(name)
      fields.value = kept<T>(opened) ?? make()
    },
    { immediate: true },
  )
  watch(fields, (now) => open.value && keep(opened, now), { deep: true })
}
