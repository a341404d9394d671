import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { messagesOf, type Messages } from './index'

const SOURCES = join(import.meta.dirname, '..')

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(messages)) {
    const path = prefix + key
    if (typeof value === 'string') all.set(path, value)
    else for (const [inner, text] of flat(value, `${path}.`)) all.set(inner, text)
  }
  return all
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()
}

/** Keys written out in the sources: `t('…')`, `$t('…')`, and the labels that menus and keys name. */
function usedKeys(): Set<string> {
  const used = new Set<string>()
  for (const entry of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(vue|ts)$/.test(entry) || entry.endsWith('.test.ts')) continue
    const source = readFileSync(join(SOURCES, entry), 'utf8')
    for (const [, key] of source.matchAll(/\bt\(\s*'([\w.-]+)'/g)) if (key) used.add(key)
    for (const [, key] of source.matchAll(/\b(?:label|hint|title): '([a-z_]+\.[\w.]+)'/g)) {
      if (key) used.add(key)
    }
  }
  return used
}

const chinese = flat(messagesOf('zh-CN'))
const english = flat(messagesOf('en'))

describe('the languages', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('have the same placeholders', () => {
    for (const [key, text] of chinese) {
      expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)])
    }
  })

  it('leave nothing empty', () => {
    const empty = [...chinese, ...english].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  it('know every key that is used', () => {
    const missing = [...usedKeys()].filter((key) => !english.has(key))
    expect(missing).toEqual([])
  })
})
