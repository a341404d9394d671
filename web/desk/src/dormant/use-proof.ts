import { useQueryClient } from '@tanstack/vue-query'
import { ref, watch, type Ref } from 'vue'
import { useForm } from '@/app/form'
import { useOnce } from '@/app/once'

/** A dialog that asks why, and for the password again; it begins empty whenever it opens. */
export function useProof(open: Ref<boolean>) {
  const queries = useQueryClient()
  const form = useForm()
  const once = useOnce()
  const reason = ref('')
  const password = ref('')

  watch(open, (now) => {
    if (!now) return
    form.clear()
    reason.value = ''
    password.value = ''
  })

  /** Sends what was typed with the rest of the wish; gives the answer, or nothing where it was refused. */
  async function send<W extends object, A>(
    rest: W,
    call: (wish: W & { reason: string; password: string }, key: string) => Promise<A>,
  ): Promise<A | undefined> {
    const wish = { ...rest, reason: reason.value.trim(), password: password.value }
    let answer: A | undefined
    const done = await form.submit(
      ['reason', 'password'],
      async () => {
        answer = await once(wish, call)
      },
      () => {
        form.need('reason', reason.value)
        form.need('password', password.value)
      },
    )
    if (!done) return undefined
    open.value = false
    for (const name of ['dormant', 'customer', 'card']) {
      void queries.invalidateQueries({ queryKey: [name] })
    }
    return answer
  }

  return { form, reason, password, send }
}
