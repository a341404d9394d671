import { expect, it } from 'vitest'
import { mapColumn } from './preview'

const columns = { name: '姓名', phone: '手机号' }

it('gives a header to one field only', () => {
  expect(mapColumn(columns, 'notes', '手机号')).toEqual({
    name: '姓名',
    phone: '',
    notes: '手机号',
  })
})

it('says of a field that it reads from nothing', () => {
  expect(mapColumn(columns, 'phone', '')).toEqual({ name: '姓名', phone: '' })
})

it('keeps the others', () => {
  expect(mapColumn(columns, 'bonus', '赠送')).toEqual({ ...columns, bonus: '赠送' })
})
