// What is typed and not yet sent, remembered for this tab: a reload gives it back.

const PREFIX = 'tress.kept.'

/** What was kept under this name, or `null`; storage may be forbidden, and then nothing is. */
export function kept<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + name)
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

export function keep(name: string, value: unknown) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    return
  }
}

export function forget(name: string) {
  try {
    sessionStorage.removeItem(PREFIX + name)
  } catch {
    return
  }
}

/** Whoever comes next at this screen is not shown what another typed. */
export function forgetAll() {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))
    for (const name of names) sessionStorage.removeItem(name)
  } catch {
    return
  }
}
