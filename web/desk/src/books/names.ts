import { useI18n } from 'vue-i18n'

/** A rate in millionths as people write it: `60000` is `6%`. */
export function percent(ppm: string): string {
  return `${Number(ppm) / 10_000}%`
}

/** What a kind of account is called in the salon; as the books call it, where no word is known. */
export function useAccountName() {
  const { t, te } = useI18n()
  return (account: string, otherwise: string): string => {
    const [kind, part = ''] = account.split('.')
    if (kind === 'output_tax') return t('books.account.output_tax', { rate: percent(part) })
    const key = `books.account.${account}`
    return te(key) ? t(key) : otherwise
  }
}
