import { ProblemError } from 'api-client'
import { nextTick, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useProblems } from './problem'

/** Sending a form: what was refused stands at its field, the rest above the buttons; nothing typed is lost. */
export function useForm() {
  const { say, sayField } = useProblems()
  const { t } = useI18n()
  const errors = reactive<Record<string, string>>({})
  const problem = ref('')
  const sending = ref(false)

  function clear() {
    problem.value = ''
    for (const name of Object.keys(errors)) delete errors[name]
  }

  /** Shows `sentence` at a field until the next attempt. */
  function setError(field: string, sentence: string) {
    errors[field] = sentence
  }

  /** Refuses an empty field before anything is sent. */
  function need(field: string, value: string | number | null) {
    const empty = value === null || (typeof value === 'string' && value.trim() === '')
    if (empty) setError(field, t('app.required'))
  }

  function show(error: unknown, known: string[]) {
    const fields = error instanceof ProblemError ? error.fields : []
    if (error instanceof ProblemError) {
      for (const field of fields) errors[field.field] = sayField(field, error)
    }
    const everyFieldShown = fields.length > 0 && fields.every((one) => known.includes(one.field))
    if (!everyFieldShown) problem.value = say(error)
  }

  async function focusFirstError() {
    await nextTick()
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  /**
   * Checks, sends, and tells whether it worked. `check` may call `setError`;
   * `known` are the names of the fields this form shows.
   */
  async function submit(known: string[], send: () => Promise<unknown>, check?: () => void) {
    if (sending.value) return false
    clear()
    check?.()
    if (Object.keys(errors).length > 0) {
      await focusFirstError()
      return false
    }
    sending.value = true
    try {
      await send()
      return true
    } catch (error) {
      show(error, known)
      await focusFirstError()
      return false
    } finally {
      sending.value = false
    }
  }

  return { errors, problem, sending, submit, setError, need, clear }
}

export type Form = ReturnType<typeof useForm>
