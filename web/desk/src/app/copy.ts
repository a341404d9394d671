import { useI18n } from 'vue-i18n'
import { notice } from './notice'

/** On a plain LAN address browsers lock the clipboard; what is selected can still be copied. */
function copySelected(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

/** Puts a text on the clipboard and says so. */
export function useCopy() {
  const { t } = useI18n()
  return async (text: string) => {
    if (await copy(text)) notice(t('app.copied'))
    else notice(t('app.not_copied'), 'bad')
  }
}
