// A server of its own for each story, with a salon in it.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Person } from './person.js'

const PROGRAM =
  process.env.TRESS_PROGRAM ?? fileURLToPath(new URL('../../target/debug/tress', import.meta.url))

/** The slowest start that is still a start, in milliseconds. */
const START_MAX = 60_000

export const OWNER = { sign_in: 'linda', password: 'Linda-opens-at-nine' }

/** Starts the server on a free port: with nothing set up, or with the salon for trying things out. */
export async function startServer({ demo = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tress-story-'))
  const program = spawn(
    PROGRAM,
    [
      ...['serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--log', 'json'],
      ...(demo ? ['--demo', '--members', '60', '--months', '1'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TRESS_LOG: 'warn,salon=info' } },
  )
  const log = []
  program.stderr.setEncoding('utf8').on('data', (text) => log.push(text))
  const stop = async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve))
    if (program.exitCode === null && program.kill()) await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { ...(await greeting(program)), log, stop }
  } catch (error) {
    await stop()
    throw new Error(`The server did not start.\n${log.join('')}`, { cause: error })
  }
}

/** What the server prints when it is open: its address, and the word or the accounts that let somebody in. */
async function greeting(program) {
  const timer = setTimeout(() => program.kill('SIGKILL'), START_MAX)
  let address
  let owner
  try {
    for await (const line of createInterface({ input: program.stdout })) {
      address ??= /https?:\/\/[^\s/]+/.exec(line)?.[0]
      const [, token] = /set up your salon: (\S+)/.exec(line) ?? []
      if (token) return { address, token }
      const [, sign_in, password] = /Demo sign-in, \S+ · \S+: (\S+) \/ (\S+)/.exec(line) ?? []
      if (owner && password) return { address, demo: { owner, reception: { sign_in, password } } }
      if (password) owner = { sign_in, password }
    }
  } finally {
    clearTimeout(timer)
  }
  throw new Error('It ended before it told how to come in.')
}

/** Starts a server and sets a small salon up in it. */
export async function openSalon() {
  const server = await startServer()
  try {
    const owner = new Person(server.address)
    const me = await owner.post('/api/setup', {
      token: server.token,
      organisation: { name: '青丝造型', currency: 'CNY', time_zone: 'Asia/Shanghai' },
      company: { name: '杭州青丝美发有限公司' },
      branch: { name: '春风路店', address: '杭州市春风路 8 号', phone: '0571-88888888' },
      owner: { name: 'Linda', ...OWNER },
    })
    return { ...server, owner, me, branch: me.branches[0].id }
  } catch (error) {
    await server.stop()
    throw error
  }
}
