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

  /** Signs in and stays signed in. */
  signIn(sign_in, password) {
    return this.post('/api/identity/sign-in', { sign_in, password })
  }

  /** The session for a browser, as Playwright takes it. */
  cookies() {
    const [name, value] = this.#cookie.split('=')
    return [{ name, value, url: this.address }]
  }

  async #call(method, path, body) {
    const headers = { cookie: this.#cookie, 'idempotency-key': crypto.randomUUID() }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const answer = await fetch(this.address + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    const [cookie] = answer.headers.getSetCookie()
    if (cookie) this.#cookie = cookie.split(';')[0]
    return text && JSON.parse(text)
  }
}
