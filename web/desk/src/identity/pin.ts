/** Four to six digits. */
export function isPin(text: string): boolean {
  return /^\d{4,6}$/.test(text)
}
