import { ref, watch } from 'vue'
import { recalled, remember } from '@/app/device'

export type PaperWidth = '58' | '80'
export type Copies = '1' | '2'

/** The printer belongs to the device, so its paper is remembered there. */
export const paperWidth = ref<PaperWidth>(recalled('tress.receipt.width', ['58', '80'], '80'))
export const copies = ref<Copies>(recalled('tress.receipt.copies', ['1', '2'], '1'))

watch(paperWidth, (now) => remember('tress.receipt.width', now))
watch(copies, (now) => remember('tress.receipt.copies', now))
