// Names and shapes are those of the API's OpenAPI document.

export type Id = string
/** RFC 3339 in UTC. */
export type Instant = string
/** `YYYY-MM-DD` */
export type Day = string
/** Money in the currency's smallest unit. */
export type Minor = number

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Items<T> {
  items: T[]
}

// setup
export interface SetupState {
  needed: boolean
}
export interface SetupWish {
  token: string
  organisation: { name: string; currency: string; time_zone: string }
  company: { name: string }
  branch: { name: string; address: string; phone: string }
  owner: { name: string; sign_in: string; password: string }
}

// identity
export interface SignIn {
  sign_in: string
  password: string
  organisation?: string
}
export interface Me {
  user: { id: Id; name: string; sign_in: string; has_pin: boolean }
  /** Who is acting now: differs from `user` after a switch by PIN. */
  operator: { id: Id; name: string }
  organisation: { id: Id; name: string; currency: string; time_zone: string }
  /** Held in at least one branch. */
  permissions: string[]
  branches: MyBranch[]
}
export interface MyBranch {
  id: Id
  name: string
  permissions: string[]
}
export interface Operator {
  id: Id
  name: string
}
export interface OperatorSwitch {
  user: Id
  pin: string
}
export interface PinWish {
  password: string
  pin: string
}
export interface PasswordWish {
  current: string
  new: string
}
export interface Grant {
  role: Id
  /** `null` stands for every branch, also those opened later. */
  branches: Id[] | null
}
export interface User {
  id: Id
  name: string
  sign_in: string
  active: boolean
  has_pin: boolean
  grants: Grant[]
}
export interface NewUser {
  name: string
  sign_in: string
  password: string
  grants: Grant[]
}
export interface UserWish {
  name: string
  active: boolean
  grants: Grant[]
  password?: string
}
export interface NewRole {
  name: string
  permissions: string[]
}
export interface Role extends NewRole {
  id: Id
  /** Set for roles that come with Tress; they cannot be changed and the app translates their names. */
  ready: string | null
}

// branch
export interface OpeningHours {
  /** 1 is Monday. */
  weekday: number
  /** `HH:MM` */
  opens: string
  /** `HH:MM`, past 24:00 when the shop closes after midnight. */
  closes: string
}
export interface BranchWish {
  company: Id
  name: string
  address: string
  phone: string
  time_zone: string
  /** Minutes after midnight that still belong to the day before. */
  cut_off_minutes: number
  hours: OpeningHours[]
  active: boolean
}
export interface Branch extends BranchWish {
  id: Id
  number: number
}
export interface CompanyWish {
  name: string
  tax_number: string
}
export interface Company extends CompanyWish {
  id: Id
}

// staff
export type Job = 'stylist' | 'technician' | 'assistant' | 'reception' | 'manager'
export interface StaffWish {
  number: string
  name: string
  job: Job
  level: string
  branches: Id[]
  user: Id | null
  active: boolean
}
export interface Staff extends StaffWish {
  id: Id
}

// customer
export interface CustomerSummary {
  id: Id
  kind: 'walk_in' | 'member' | 'erased'
  walk_in_number: string | null
  member_number: string | null
  name: string
  phone_masked: string
  tags: string[]
  registered_at: Instant | null
  last_visit: Day | null
}
export interface CustomerPage extends Page<CustomerSummary> {
  counts: { walk_ins: number; members: number }
}
export interface CustomerHit extends CustomerSummary {
  matched: 'phone' | 'tail' | 'name' | 'pinyin' | 'number' | 'card'
}
export interface Birthday {
  calendar: 'solar' | 'lunar'
  year: number | null
  month: number
  day: number
  leap_month: boolean
}
export interface CustomerProfile {
  name: string
  phone: string
  email: string
  address: string
  gender: '' | 'female' | 'male'
  birthday: Birthday | null
  source: string
  /** The customer who brought this one. */
  referrer: Id | null
  referrer_shop: string
  /** The member of staff who brought this one. */
  introducer: Id | null
  tags: string[]
  notes: string
  hair_formula: string
  allergy: string
}
export type ConsentPurpose = 'notice' | 'marketing' | 'health' | 'photo'
export interface ConsentWish {
  purpose: ConsentPurpose
  granted: boolean
  channel: string
  text_version: string
}
export interface Consent {
  purpose: string
  granted: boolean
  channel: string
  text_version: string
  at: Instant
}
export interface Customer {
  id: Id
  kind: 'walk_in' | 'member' | 'erased'
  walk_in_number: string | null
  member_number: string | null
  profile: CustomerProfile
  masked: boolean
  created_at: Instant
  registered_at: Instant | null
  registered_branch: Id | null
  version: number
  consents: Consent[]
  has_photo: boolean
}
export interface NewWalkIn {
  branch: Id
}
export interface NewCustomer {
  branch: Id
  profile: CustomerProfile
  shared_phone_confirmed?: boolean
}
export interface CustomerWish {
  version: number
  profile: CustomerProfile
  shared_phone_confirmed?: boolean
}
export interface RegisterWish extends CustomerWish {
  branch: Id
}
export interface HistoryItem {
  at: Instant
  kind: string
  bill: Id | null
  /** A number or a name. */
  title: string
  amount: Minor | null
  by: string
}

// catalogue
export interface Tax {
  name: string
  /** Millionths: 60000 is 6 %. */
  rate_ppm: number
  inclusive: boolean
}
export interface ServiceWish {
  code: string
  name: string
  category: string
  price: Minor
  duration_minutes: number
  taxes: Tax[]
  active: boolean
}
export interface Service extends ServiceWish {
  id: Id
  /** Initials for matching what is typed. */
  pinyin: string
}

// card
export type DrawOrder = 'proportional' | 'principal_first' | 'bonus_first'
export interface CardPlanWish {
  name: string
  price: Minor
  bonus: Minor
  draw_order: DrawOrder
  terms: string
  active: boolean
}
export interface CardPlan extends CardPlanWish {
  id: Id
  version: number
}
export interface CardVisits {
  service: Id
  service_name: string
  left: number
  value_known: boolean
}
export interface Card {
  id: Id
  number: string
  customer: Id
  kind: 'stored_value' | 'visits'
  plan_name: string
  /** The plan it was sold under; none for a card taken in from another program. */
  plan?: Id | null
  state: 'active' | 'closed'
  principal: Minor
  bonus: Minor
  visits: CardVisits[]
  opened_on: Day
  branch: Id
}
export interface Lot {
  id: Id
  at: Instant
  origin: 'sale' | 'top_up' | 'opening'
  paid: Minor
  bonus: Minor
  principal_left: Minor
  bonus_left: Minor
}
export interface CardMove {
  at: Instant
  kind: 'sale' | 'top_up' | 'use' | 'refund' | 'opening'
  bill: Id | null
  bill_number: number | null
  principal: Minor
  bonus: Minor
}
export interface CardDetail {
  card: Card
  lots: Lot[]
  moves: CardMove[]
}
export interface Points {
  points: number
}

// bill
export interface Share {
  staff: Id
  role: string
  share_ppm: number
  requested: boolean
}
export type NewLine =
  | { kind: 'service'; service: Id; quantity?: number; shares?: Share[] }
  | { kind: 'card_sale'; plan: Id; shares?: Share[] }
  | { kind: 'top_up'; card: Id; amount: Minor; bonus: Minor; shares?: Share[] }
export interface LineWish {
  quantity: number
  shares: Share[]
}
export interface ReductionWish {
  /** `null` stands for the whole bill. */
  line: Id | null
  amount?: Minor
  percent_ppm?: number
  reason: string
}
export type RoundTo = 'none' | 'jiao' | 'yuan' | 'ten'
export type TenderWish =
  | { kind: 'cash'; received: Minor }
  | { kind: 'wechat' | 'alipay' | 'bank_card'; amount: Minor; reference: string }
  | { kind: 'card'; card: Id; amount: Minor }
export interface PayWish {
  tenders: TenderWish[]
  expected_total: Minor
}
export type BillState = 'open' | 'parked' | 'paid' | 'partly_refunded' | 'refunded' | 'voided'
export interface BillCustomer {
  id: Id
  name: string
  kind: string
  number: string
  phone_masked: string
}
/** One step of "why this price". */
export interface TraceStep {
  code: string
  params: Record<string, unknown>
  amount: Minor
}
export interface BillLine {
  id: Id
  position: number
  kind: string
  item: Id
  name: string
  quantity: number
  unit_price: Minor
  /** Given on top where value is sold. */
  bonus?: Minor
  list: Minor
  reductions: { reduction: Id | null; name: string; amount: Minor }[]
  net: Minor
  taxes: { name: string; rate_ppm: number; inclusive: boolean; amount: Minor }[]
  shares: (Share & { staff_name: string })[]
  refunded_quantity: number
  refunded: Minor
  trace: TraceStep[]
}
export interface Reduction {
  id: Id
  line: Id | null
  amount: Minor | null
  percent_ppm: number | null
  reason: string
  by: string
  taken: Minor
}
export interface Tender {
  id: Id
  kind: string
  amount: Minor
  received: Minor | null
  change: Minor | null
  reference: string
  card: Id | null
  card_number: string | null
  principal: Minor | null
  bonus: Minor | null
}
export interface RefundLine {
  line: Id
  quantity: number
  amount: Minor
}
export interface RefundTender {
  kind: string
  card_number: string | null
  amount: Minor
  principal: Minor
  bonus: Minor
}
export interface Refund {
  id: Id
  number: number
  at: Instant
  by: string
  reason: string
  total: Minor
  lines: RefundLine[]
  tenders: RefundTender[]
}
export interface Bill {
  id: Id
  number: number
  branch: Id
  customer: BillCustomer | null
  state: BillState
  label: string
  currency: string
  opened_at: Instant
  opened_by: string
  paid_at: Instant | null
  paid_by: string
  business_day: Day
  lines: BillLine[]
  reductions: Reduction[]
  rounding: string
  list_total: Minor
  reduction_total: Minor
  rounding_amount: Minor
  tax_added: Minor
  /** What is to be paid. */
  total: Minor
  tenders: Tender[]
  change: Minor
  refunds: Refund[]
  version: number
}
export interface BillSummary {
  id: Id
  number: number
  state: BillState
  label: string
  customer_name: string | null
  customer_number: string | null
  total: Minor
  opened_at: Instant
  paid_at: Instant | null
  lines: number
  staff: string[]
}
export interface SettlementCell {
  line: Id
  /** Index into the tenders. */
  tender: number
  lot: Id | null
  /** `principal`, `bonus` or `money`. */
  part: string
  amount: Minor
}
export interface Settlement {
  total: Minor
  rest: Minor
  change: Minor
  tenders: Tender[]
  cells: SettlementCell[]
}
export interface ReceiptCard {
  /** Masked. */
  number: string
  plan_name: string
  used_principal: Minor
  used_bonus: Minor
  principal_left: Minor
  bonus_left: Minor
}
export interface Receipt {
  bill: Bill
  organisation: string
  branch: { name: string; address: string; phone: string }
  cashier: string
  cards: ReceiptCard[]
  points: number | null
  printed_before: boolean
}
export interface RefundSelection {
  line: Id
  quantity: number
}
export interface RefundQuoteWish {
  /** `null` stands for all that is left. */
  lines: RefundSelection[] | null
}
export interface RefundQuote {
  total: Minor
  lines: RefundLine[]
  tenders: RefundTender[]
}
export interface RefundWish extends RefundQuoteWish {
  reason: string
  expected_total: Minor
}

// import
export interface ImportProblem {
  /** The sheet's own row number. */
  row: number
  code: string
  text: string
  /** Figures that the sentence in the user's language needs. */
  params?: Record<string, number>
}
export interface ImportReport {
  rows: number
  accepted: number
  duplicates: number
  rejected: number
  sums: { principal: Minor; bonus: Minor; points: number; visits: Record<string, number> }
  problems: ImportProblem[]
}
export interface ImportPreview {
  id: Id
  name: string
  headers: string[]
  /** From field to the header it is read from. */
  columns: Record<string, string>
  fields: string[]
  sample: Record<string, string>[]
  report: ImportReport
}
export interface Import {
  id: Id
  name: string
  state: 'receiving' | 'checked' | 'applying' | 'applied' | 'failed' | 'removing'
  done: number
  total: number
  report: ImportReport
  created_at: Instant
}

// report
export interface Today {
  day: Day
  /** Money received, refunds taken off. */
  takings: Minor
  bills: number
  average: Minor
  by_tender: { kind: string; amount: Minor }[]
  card_sales: Minor
  card_use: Minor
  new_members: number
  walk_ins: number
  open_bills: number
  by_hour: { hour: number; amount: Minor }[]
  last_bills: BillSummary[]
}
