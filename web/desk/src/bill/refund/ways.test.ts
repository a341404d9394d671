import { describe, expect, it } from 'vitest'
import { mayGoToCard, mayGoToCash, needsConsent, waysOf } from './ways'

describe('another way back', () => {
  it('is open to money only', () => {
    expect(['wechat', 'cash', 'card', 'visits'].map((kind) => mayGoToCash({ kind }))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(
      ['bank_card', 'cash', 'card', 'on_account'].map((kind) => mayGoToCard({ kind })),
    ).toEqual([true, true, false, false])
  })

  it('onto a card needs the customer to agree', () => {
    expect(needsConsent({ t1: 'cash', t2: '' })).toBe(false)
    expect(needsConsent({ t1: 'card-1' })).toBe(true)
  })

  it('is sent only where it was chosen', () => {
    expect(waysOf({ t1: '', t2: 'cash', t3: 'card-1' }, true)).toEqual([
      { tender: 't2', to: 'cash' },
      { tender: 't3', to: 'card', card: 'card-1', consent: true },
    ])
  })
})
