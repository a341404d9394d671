import type { Capability } from '@/app/manifest'
import TodayTakings from './TodayTakings.vue'

export default { shell: { takings: TodayTakings } } satisfies Capability
