// A mail server (aiosmtpd, of Debian's python3-aiosmtpd) that keeps what it takes in a folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** How often it is looked whether it listens, and how long apart. */
const LOOKS = 300
const APART = 100

/** Starts one on a port of its own; gives the port, what it took, and how to end it. */
export async function startMailServer() {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'tress-mail-'))
  const box = join(folder, 'box')
  const listen = ['-n', '-l', `127.0.0.1:${port}`]
  const server = spawn('aiosmtpd', [...listen, '-c', 'aiosmtpd.handlers.Mailbox', box], {
    stdio: 'ignore',
  })
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`aiosmtpd is needed: install Debian's package python3-aiosmtpd (${error})`)
  })
  await Promise.race([listening(port), failed])
  failed.catch(() => {})
  return {
    port,
    mails() {
      const taken = join(box, 'new')
      if (!existsSync(taken)) return []
      return readdirSync(taken).map((name) => readFileSync(join(taken, name), 'utf8'))
    },
    stop() {
      server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

async function listening(port) {
  for (let look = 0; look < LOOKS; look += 1) {
    const socket = connect(port, '127.0.0.1')
    const answered = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      pause(APART, false),
    ])
    socket.destroy()
    if (answered) return
    await pause(APART)
  }
  throw new Error(`nothing listens on port ${port}`)
}
