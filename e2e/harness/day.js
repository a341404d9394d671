// What an ordinary day at the desk begins with: a price list, people, a card plan, a member with a card.
import { Person } from './person.js'

/** 128.00 and 288.00, in fen. */
export const CUT = { code: 'JF1', name: '女士剪发', category: '剪发', price: 12800 }
export const COLOUR = { code: 'RF1', name: '染发', category: '染发', price: 28800 }
/** 1000.00 paid, 200.00 given on top. */
export const PLAN = { name: '金卡', price: 100_000, bonus: 20_000 }
/** Ten visits of a cut for 1000.00, and two on top. */
export const VISITS = { name: '剪发十次卡', price: 100_000, count: 10, gift: 2 }
export const SHAMPOO = { code: 'XF1', name: '修护洗发水', barcode: '6901234567892', price: 16800 }
export const MEMBER = { name: '王芳', phone: '13812348000' }

/** Makes the salon ready, as its owner would. Gives what the stories name. */
export async function prepareDay(salon) {
  const { owner, branch } = salon
  const tony = { name: 'Tony', job: 'stylist', branches: [branch] }
  await owner.post('/api/staff', tony)
  const cut = await owner.post('/api/catalogue/service', CUT)
  const colour = await owner.post('/api/catalogue/service', COLOUR)
  const plan = await owner.post('/api/card/plan', PLAN)
  const member = await owner.post('/api/customer', { branch, profile: MEMBER })
  await payInCash(salon, member, [{ kind: 'card_sale', plan: plan.id }])
  const card = await cardOf(salon, member)
  return { cut, colour, plan, member, card }
}

/** A plan that sells visits of a service. */
export function visitsPlan({ owner }, service) {
  const { name, price, count, gift } = VISITS
  const visits = { service: service.id, count, gift }
  return owner.post('/api/card/plan', { name, kind: 'visits', price, bonus: 0, visits })
}

/** Something on the shelf, of which nobody has counted how many. */
export function goods({ owner }) {
  return owner.post('/api/catalogue/product', SHAMPOO)
}

/** Rings something up. */
export async function openBill({ owner, branch }, customer, lines) {
  let bill = await owner.post('/api/bill', { branch, customer: customer?.id ?? null })
  for (const line of lines) bill = await owner.post(`/api/bill/${bill.id}/line`, line)
  return bill
}

/** Rings something up and takes cash for it. */
export async function payInCash(salon, customer, lines) {
  const { owner } = salon
  const bill = await openBill(salon, customer, lines)
  const tenders = [{ kind: 'cash', received: bill.total }]
  return owner.post(`/api/bill/${bill.id}/pay`, { tenders, expected_total: bill.total })
}

/** The customer's only card as it is now. */
export async function cardOf({ owner }, customer) {
  const { items } = await owner.get(`/api/card?customer=${customer.id}`)
  return items[0]
}

/** Somebody at the front desk, signed in with the ready role of that name. */
export async function colleague({ owner, address, branch }, ready) {
  const { items } = await owner.get('/api/identity/role')
  const role = items.find((one) => one.ready === ready).id
  const account = { name: '小美', sign_in: 'xiaomei', password: 'xiaomei-at-the-desk' }
  await owner.post('/api/identity/user', { ...account, grants: [{ role, branches: [branch] }] })
  const person = new Person(address)
  await person.signIn(account.sign_in, account.password)
  return person
}
