const MM_PER_INCH = 25.4
const PX_PER_INCH = 96
/** Below what a printer cuts off anyway; keeps the last row from moving to a second page. */
const SLACK_MM = 4

let sheet: CSSStyleSheet | null = null

export const millimetres = (px: number) => Math.ceil((px * MM_PER_INCH) / PX_PER_INCH) + SLACK_MM

/** Makes the printed page as wide as the paper and as long as the slip: rolls have no page height. */
export function setPaper(widthMm: number, heightPx: number) {
  sheet ??= adopt()
  sheet.replaceSync(`@page { size: ${widthMm}mm ${millimetres(heightPx)}mm; margin: 0 }`)
}

/** Gives other printing of the app its usual page back. */
export function resetPaper() {
  sheet?.replaceSync('')
}

function adopt(): CSSStyleSheet {
  const made = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, made]
  return made
}
