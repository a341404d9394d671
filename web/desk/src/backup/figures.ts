import type { BackupRun } from 'api-client'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `1.2 MB`, as file managers say it. */
export function sizeOf(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  const figure = bytes / 1000 ** step
  return `${figure.toFixed(step === 0 || figure >= 100 ? 0 : 1)} ${UNITS[step]}`
}

/** How long a run took, in whole seconds, never none. */
export function secondsOf(run: BackupRun): number {
  return Math.max(1, Math.round((Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000))
}
