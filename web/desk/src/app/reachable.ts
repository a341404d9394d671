import { onReachable } from 'api-client'
import { ref } from 'vue'

/** Whether the server answered the last request; the browser's own opinion counts as well. */
export const reachable = ref(navigator.onLine)

const CHECK_EVERY = 4000
let timer = 0

/** Asks the cheapest thing the server has until it answers; the answer itself sets `reachable`. */
async function ask() {
  try {
    const answer = await fetch('/healthz', { cache: 'no-store' })
    if (answer.ok) reachable.value = true
  } catch {
    reachable.value = false
  }
  if (reachable.value) stop()
}

function stop() {
  window.clearInterval(timer)
  timer = 0
}

function lost() {
  reachable.value = false
  if (!timer) timer = window.setInterval(ask, CHECK_EVERY)
}

/** Watches requests and the browser; call once at the start. */
export function watchConnection() {
  window.addEventListener('offline', lost)
  window.addEventListener('online', () => void ask())
  onReachable((answered) => {
    if (!answered) return lost()
    reachable.value = true
    stop()
  })
}

/** The button of the banner. */
export const askNow = () => void ask()
