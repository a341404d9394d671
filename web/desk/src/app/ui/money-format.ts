import type { Minor } from 'api-client'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { digitsOf, formatMoney, signOf } from '@/app/money'
import { useSession } from '@/app/session'

/** Money in the salon's currency and the language of the screen. */
export function useMoney() {
  const session = useSession()
  const { locale } = useI18n()
  return {
    money: (minor: Minor) => formatMoney(minor, session.currency, locale.value),
    digits: computed(() => digitsOf(session.currency)),
    sign: computed(() => signOf(session.currency, locale.value)),
  }
}
