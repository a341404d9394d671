// Somebody who speaks to the server without a browser: what a story begins with is made this way.

export class Person {
  #cookie = ''

  constructor(address) {
    this.address = address
  }

  get(path) {
    return this.#call('GET', path)
  }

  post(path, body) {
    return this.#call('POST', path, body)
  }

  put(path, body) {
    return this.#call('PUT', path, body)
  }

  /** Sends a file as it is. */
  upload(path, text) {
    return this.#send('POST', path, new Blob([text]), 'application/octet-stream')
  }

  /** Signs in and stays signed in. */
  signIn(sign_in, password) {
    return this.post('/api/identity/sign-in', { sign_in, password })
  }

  /** The session for a browser, as Playwright takes it. */
  cookies() {
    const [name, value] = this.#cookie.split('=')
    return [{ name, value, url: this.address }]
  }

  #call(method, path, body) {
    if (body === undefined) return this.#send(method, path)
    return this.#send(method, path, JSON.stringify(body), 'application/json')
  }

  async #send(method, path, body, type) {
    const headers = { cookie: this.#cookie, 'idempotency-key': crypto.randomUUID() }
    if (type) headers['content-type'] = type
    const answer = await fetch(this.address + path, { method, headers, body })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    const [cookie] = answer.headers.getSetCookie()
    if (cookie) this.#cookie = cookie.split(';')[0]
    return text && JSON.parse(text)
  }
}
