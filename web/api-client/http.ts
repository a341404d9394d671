/** A field of a request that the server refused, with the code of the reason. */
export interface ProblemField {
  field: string
  code: string
  detail: string
}

/** The body of an `application/problem+json` answer (RFC 9457) as Tress sends it. */
interface ProblemBody {
  title?: string
  status?: number
  detail?: string
  code?: string
  params?: Record<string, unknown>
  fields?: ProblemField[]
  request_id?: string
}

/** The server understood and said no: `code` is stable, `detail` is an English sentence. */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly params: Record<string, unknown>
  readonly fields: ProblemField[]
  readonly detail: string
  readonly requestId: string

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'ProblemError'
    this.status = status
    this.code = body.code ?? `http.${status}`
    this.params = body.params ?? {}
    this.fields = body.fields ?? []
    this.detail = body.detail ?? ''
    this.requestId = body.request_id ?? ''
  }
}

/** No answer came: the network or the server is away. Nothing is known about what happened to the request. */
export class OfflineError extends Error {
  constructor(cause?: unknown) {
    super('The server cannot be reached', { cause })
    this.name = 'OfflineError'
  }
}

export type QueryValue = string | number | boolean | null | undefined

export interface CallOptions {
  query?: Record<string, QueryValue>
  /** Sent as JSON, except a `Blob`, which is sent as it is with its own type. */
  body?: unknown
  /** Makes a repeated request of the same command harmless: the server answers as it did the first time. */
  idempotencyKey?: string
  /** Somebody else's rights, lent to this one request. */
  release?: Release
  signal?: AbortSignal
}

/** Who lends their rights, and the PIN that proves it. */
export interface Release {
  user: string
  pin: string
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

type Listener = (reachable: boolean) => void
const listeners = new Set<Listener>()

/** Tells `listener` after each request whether the server answered; returns how to stop listening. */
export function onReachable(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(reachable: boolean) {
  for (const listener of listeners) listener(reachable)
}

/** Builds the address of an API path, leaving out empty query values. */
export function address(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** Writes a path with its parts escaped: path`/api/bill/${id}/pay`. */
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce(
    (all, part, index) => all + encodeURIComponent(values[index - 1] ?? '') + part,
  )
}

function requestOf(method: Method, options: CallOptions): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' }
  const request: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  if (options.release) headers.release = `${options.release.user} ${options.release.pin}`
  if (options.signal) request.signal = options.signal
  if (options.body instanceof Blob) {
    headers['content-type'] = options.body.type || 'application/octet-stream'
    request.body = options.body
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    request.body = JSON.stringify(options.body)
  }
  return request
}

async function send(method: Method, to: string, options: CallOptions): Promise<Response> {
  try {
    return await fetch(address(to, options.query), requestOf(method, options))
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    tell(false)
    throw new OfflineError(cause)
  }
}

function isJson(response: Response): boolean {
  return /\bjson\b/.test(response.headers.get('content-type') ?? '')
}

/** A gateway in front of a stopped server answers without a problem body: that is "away", not a refusal. */
function isGatewayAway(response: Response): boolean {
  return [502, 503, 504].includes(response.status) && !isJson(response)
}

async function checked(response: Response): Promise<Response> {
  if (isGatewayAway(response)) {
    tell(false)
    throw new OfflineError(response.status)
  }
  tell(true)
  if (response.ok) return response
  const body = isJson(response) ? ((await response.json()) as ProblemBody) : {}
  throw new ProblemError(response.status, body)
}

/** Gives the answer to the same request sent `again` with somebody's release, or throws. */
export type Releaser = (
  refusal: ProblemError,
  again: (release: Release) => Promise<Response>,
) => Promise<Response>

let releaser: Releaser | null = null

/** Names who is asked when a write is refused for want of rights; with nobody to ask it stays refused. */
export function askForRelease(whom: Releaser | null) {
  releaser = whom
}

const FOR_WANT_OF_RIGHTS = ['access.forbidden', 'access.other_branch']

function lacksRights(error: unknown): error is ProblemError {
  return error instanceof ProblemError && FOR_WANT_OF_RIGHTS.includes(error.code)
}

/** Sends, and once more in the name of somebody who may, where a write was refused for want of rights. */
async function answered(method: Method, to: string, options: CallOptions): Promise<Response> {
  try {
    return await checked(await send(method, to, options))
  } catch (error) {
    if (method === 'GET' || releaser === null || !lacksRights(error)) throw error
    return releaser(error, async (release) =>
      checked(await send(method, to, { ...options, release })),
    )
  }
}

/**
 * Calls the API and gives the decoded answer, `undefined` when it has no body.
 * Throws `ProblemError` for a refusal and `OfflineError` when nothing answered.
 */
export async function call<T>(method: Method, to: string, options: CallOptions = {}): Promise<T> {
  const response = await answered(method, to, options)
  if (response.status === 204 || !isJson(response)) return undefined as T
  return (await response.json()) as T
}

/** Like `call`, for answers that are files. */
export async function callForBlob(
  method: Method,
  to: string,
  options: CallOptions = {},
): Promise<Blob> {
  const response = await checked(await send(method, to, options))
  return response.blob()
}

/**
 * A fresh key for `Idempotency-Key`; make one per intention and keep it for repeats.
 * `crypto.randomUUID` exists only on secure origins, and a salon may run on a plain LAN address.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
