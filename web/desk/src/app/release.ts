import { askForRelease, ProblemError, type Release } from 'api-client'
import { shallowRef } from 'vue'

/** A write that was refused and waits for somebody who may to allow it with a PIN. */
export interface ReleaseQuestion {
  refusal: ProblemError
  /** Sends the request once more in that person's name; throws what is to be put right in the dialog. */
  answer: (release: Release) => Promise<void>
  /** Lets the refusal stand. */
  giveUp: () => void
}

/** What is being asked now, if anything: one dialog in the frame of the app shows it. */
export const releaseQuestion = shallowRef<ReleaseQuestion | null>(null)

const ABOUT_THE_RELEASE = [
  'identity.pin_wrong',
  'identity.release_self',
  'identity.too_many_attempts',
]

/** The PIN was not right, or that person may not either: another try makes sense. */
function canBePutRight(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  return error.status === 403 || ABOUT_THE_RELEASE.includes(error.code)
}

function ask(
  refusal: ProblemError,
  again: (release: Release) => Promise<Response>,
): Promise<Response> {
  if (releaseQuestion.value) return Promise.reject(refusal)
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      releaseQuestion.value = null
      end()
    }
    const answer = async (release: Release) => {
      try {
        const response = await again(release)
        settle(() => resolve(response))
      } catch (error) {
        if (canBePutRight(error)) throw error
        settle(() => reject(error))
      }
    }
    releaseQuestion.value = { refusal, answer, giveUp: () => settle(() => reject(refusal)) }
  })
}

/** Has every write that is refused for want of rights ask for a release; call once at the start. */
export function offerReleases() {
  askForRelease(ask)
}
