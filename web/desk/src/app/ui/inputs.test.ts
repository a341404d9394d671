import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/locales'
import CommitInput from './CommitInput.vue'
import MoneyInput from './MoneyInput.vue'
import NumberInput from './NumberInput.vue'

const global = { plugins: [createPinia(), i18n] }

describe('MoneyInput', () => {
  it('gives fen for what is typed and leaves the typing alone', async () => {
    const field = mount(MoneyInput, { props: { modelValue: null }, global })
    await field.find('input').setValue('12.')
    expect(field.emitted('update:modelValue')?.at(-1)).toEqual([1200])
    expect(field.find('input').element.value).toBe('12.')
  })

  it('says that it cannot read what is no amount', async () => {
    const field = mount(MoneyInput, { props: { modelValue: 100 }, global })
    await field.find('input').setValue('12a')
    expect(field.emitted('update:modelValue')?.at(-1)).toEqual([null])
    expect(field.find('input').attributes('aria-invalid')).toBe('true')
  })
})

describe('NumberInput', () => {
  it('reads full-width digits', async () => {
    const field = mount(NumberInput, { props: { modelValue: null }, global })
    await field.find('input').setValue('４５')
    expect(field.emitted('update:modelValue')?.at(-1)).toEqual([45])
  })
})

describe('CommitInput', () => {
  it('keeps what is typed until it is left, and springs back when it was not taken', async () => {
    const field = mount(CommitInput, { props: { value: '22:00' }, global })
    const input = field.find('input')
    input.element.value = '2'
    await input.trigger('input')
    await flushPromises()
    expect(input.element.value).toBe('2')
    await input.trigger('change')
    expect(field.emitted('commit')).toEqual([['2']])
    await flushPromises()
    expect(input.element.value).toBe('22:00')
  })
})
