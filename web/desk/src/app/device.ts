import { computed, ref, watchEffect } from 'vue'

export type ThemeChoice = 'auto' | 'light' | 'dark'
export type Language = 'zh-CN' | 'en'

const THEMES: ThemeChoice[] = ['auto', 'light', 'dark']
const LANGUAGES: Language[] = ['zh-CN', 'en']

/** Storage may be forbidden by the browser; the app then only forgets its choices. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    return
  }
}

export function recalled<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  const value = recall(key)
  return allowed.find((one) => one === value) ?? otherwise
}

export function recalledText(key: string): string {
  return recall(key) ?? ''
}

function browserLanguage(): Language {
  return navigator.languages.some((one) => one.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en'
}

export const theme = ref<ThemeChoice>(recalled('tress.theme', THEMES, 'auto'))
export const language = ref<Language>(recalled('tress.language', LANGUAGES, browserLanguage()))

const wantsDark = window.matchMedia('(prefers-color-scheme: dark)')
const systemDark = ref(wantsDark.matches)
wantsDark.addEventListener('change', (event) => (systemDark.value = event.matches))

export const dark = computed(() =>
  theme.value === 'auto' ? systemDark.value : theme.value === 'dark',
)

const isNarrow = window.matchMedia('(max-width: 767.98px)')
/** Under 768 px: bars at the bottom, cards for tables, sheets for dialogs. */
export const narrow = ref(isNarrow.matches)
isNarrow.addEventListener('change', (event) => (narrow.value = event.matches))

/** Keeps the page's root element and the memory of this device in step with the choices. */
export function applyDeviceChoices() {
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', dark.value)
    remember('tress.theme', theme.value)
  })
  watchEffect(() => {
    document.documentElement.lang = language.value
    remember('tress.language', language.value)
  })
}
