import type { PrepaidFigure, PrepaidLaw, PrepaidRule, PrepaidUnit } from 'api-client'
import { useI18n } from 'vue-i18n'
import { ppmToPercent } from '@/app/money'
import { useMoney } from '@/app/ui/money-format'

/** What the rules are about, in the order in which they matter at the till and then in the office. */
export const GROUPS: { name: string; rules: PrepaidRule[] }[] = [
  {
    name: 'selling',
    rules: [
      'named_card_max',
      'bearer_card_max',
      'name_from',
      'no_cash_from',
      'no_cash_organisation_from',
      'bearer_valid_years',
    ],
  },
  { name: 'refund', rules: ['cooling_days', 'cooling_refund_days', 'refund_days'] },
  {
    name: 'office',
    rules: [
      'filing_from',
      'filing_days',
      'escrow_from',
      'escrow_share',
      'report_working_days',
      'report_day_of_month',
      'retain_years',
      'notice_days',
    ],
  },
]

/** Figures, and where they stand, as people read them. */
export function useFigures() {
  const { t } = useI18n()
  const { money } = useMoney()
  function written(unit: PrepaidUnit, value: number): string {
    if (unit === 'money') return money(value)
    if (unit === 'share') return `${ppmToPercent(value)}%`
    return t(`prepaid.units.${unit}`, { count: value }, value)
  }
  const source = ({ law, article }: { law: PrepaidLaw; article: number | null }) =>
    article === null
      ? t(`prepaid.laws.${law}`)
      : t('prepaid.article', { law: t(`prepaid.laws.${law}`), article })
  const shown = (figure: PrepaidFigure) => written(figure.unit, figure.value)
  return { written, source, shown }
}
