// What an authenticator on a phone does (RFC 6238), so that a story can sign in with two steps.
import { createHmac } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP = 30_000

function bytesOf(secret) {
  const bits = [...secret]
    .map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(bits.match(/.{8}/g).map((octet) => parseInt(octet, 2)))
}

/** The six digits that a secret shows now. */
export function codeOf(secret, now = Date.now()) {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(now / STEP)))
  const digest = createHmac('sha1', bytesOf(secret)).update(step).digest()
  const offset = digest[19] & 15
  const number = digest.readUInt32BE(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
