import { useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useForm, type Form } from './form'
import { notice } from './notice'

/** Which item of a list its dialog is open for; `null` is a new one. */
export function useEditor<T>() {
  const open = ref(false)
  const item = shallowRef<T | null>(null)
  function start(one: T | null) {
    item.value = one
    open.value = true
  }
  return { open, item, start }
}

export interface DraftWish<D> {
  open: Ref<boolean>
  /** The draft as it is when the dialog opens. */
  make: () => D
  /** Names of the fields the dialog shows, as the server names them. */
  known: string[]
  /** What must be asked for again after saving. */
  stale: QueryKey[]
  save: (draft: D) => Promise<unknown>
  check?: (form: Form, draft: D) => void
}

/** The draft behind a form dialog: made anew at each opening, sent, and the dialog closed when saved. */
export function useDraft<D>(wish: DraftWish<D>) {
  const form = useForm()
  const queries = useQueryClient()
  const { t } = useI18n()
  const draft = ref(wish.make()) as Ref<D>

  watch(wish.open, (now) => {
    if (!now) return
    form.clear()
    draft.value = wish.make()
  })

  async function send() {
    const saved = await form.submit(
      wish.known,
      () => wish.save(draft.value),
      () => wish.check?.(form, draft.value),
    )
    if (!saved) return
    wish.open.value = false
    notice(t('app.saved'))
    await Promise.all(wish.stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
  }

  return { form, draft, send }
}
