import { useI18n } from 'vue-i18n'
import { useDates } from '@/app/dates'
import { useMoney } from '@/app/ui/money-format'
import type { Words } from './layout'

/** How slips are written: in the language of the screen, on the clock of the salon. */
export function useSlipWords(): Words {
  const { t } = useI18n()
  const { money } = useMoney()
  const { instant } = useDates()
  return { t: (key, params) => t(key, params ?? {}), money, instant }
}
