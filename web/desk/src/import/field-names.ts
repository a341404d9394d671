import type { ImportKind } from 'api-client'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'

/** What fields are called: some mean another thing in each kind of file, and one the server has added since has its code. */
export function useFieldNames(kind: MaybeRefOrGetter<ImportKind>) {
  const { t, te } = useI18n()
  function nameOf(field: string): string {
    const keys = [`import.kinds.${toValue(kind)}.field.${field}`, `import.field.${field}`]
    const key = keys.find((one) => te(one))
    return key ? t(key) : field
  }
  return { nameOf }
}
