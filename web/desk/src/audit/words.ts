import { useI18n } from 'vue-i18n'
import words from '@/locales/en/audit.json'

/** Every command that has a name, as the log writes it: `bill.pay`. */
const NAMED = Object.entries(words.command).flatMap(([capability, verbs]) =>
  Object.keys(verbs).map((verb) => `${capability}.${verb}`),
)

/** What was done, in the words of the salon; what has no name yet goes by its code. */
export function useAuditWords() {
  const { t } = useI18n()
  const commandName = (code: string) => (NAMED.includes(code) ? t(`audit.command.${code}`) : code)
  return { commandName, commands: NAMED }
}
