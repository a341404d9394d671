import { createI18n } from 'vue-i18n'
import { language } from '@/app/device'

export type Messages = { [key: string]: string | Messages }

const files = import.meta.glob<Messages>('./*/*.json', { eager: true, import: 'default' })

/**
 * Puts the files of one language together: `bill.json` becomes `bill.…`,
 * and its `problem` part becomes `problem.bill.…`, as problem codes are written.
 */
export function messagesOf(locale: string): Messages {
  const all: Messages = {}
  const problems: Messages = {}
  for (const [path, messages] of Object.entries(files)) {
    const [, folder, name] = /^\.\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
    if (folder !== locale || !name) continue
    const { problem, ...rest } = messages
    all[name] = rest
    if (problem) problems[name] = problem
  }
  return { ...all, problem: problems }
}

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: 'en',
  messages: { 'zh-CN': messagesOf('zh-CN'), en: messagesOf('en') },
})
