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
  /** Six digits of the authenticator, or a recovery code. */
  code?: string
}
export interface Me {
  user: {
    id: Id
    name: string
    sign_in: string
    /** Where mail reaches them; empty where that is not known. */
    email: string
    has_pin: boolean
    totp: boolean
  }
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
  time_zone: string
  /** When its business day begins, in minutes after midnight. */
  cut_off_minutes: number
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
  /** Where mail reaches them; empty where that is not known. */
  email: string
  active: boolean
  has_pin: boolean
  totp: boolean
  grants: Grant[]
}
export interface NewUser {
  name: string
  sign_in: string
  password: string
  email: string
  grants: Grant[]
}
export interface UserWish {
  name: string
  /** Left out, it stays as it is. */
  email?: string
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

/** A second factor that is being set up and not in force yet. */
export interface TotpSetup {
  /** Base32, for typing in. */
  secret: string
  uri: string
  /** A drawing as SVG. */
  qr: string
}
export interface RecoveryCodes {
  recovery_codes: string[]
}
/** A place where this person is signed in. */
export interface Device {
  id: Id
  device: string
  created_at: Instant
  seen_at: Instant
  current: boolean
  operator_name: string
}
export interface ApiKeyWish {
  name: string
  permissions: string[]
  /** `null` stands for every branch. */
  branches: Id[] | null
  expires_on?: Day | null
}
export interface ApiKey {
  id: Id
  name: string
  permissions: string[]
  branches: Id[] | null
  created_at: Instant
  created_by: Operator
  last_used_at: Instant | null
  expires_on: Day | null
  revoked_at: Instant | null
  /** How it begins and ends. */
  hint: string
}
/** The only answer that holds the key itself. */
export interface NewApiKey extends ApiKey {
  secret: string
}
export interface SecurityEvent {
  at: Instant
  kind: string
  user: Id | null
  user_name: string
  device: string
  address: string
  detail: string
}

// audit
export interface AuditRow {
  id: Id
  at: Instant
  user: Id | null
  user_name: string
  released_by: Id | null
  released_by_name: string
  /** Which way it came: `web`, `key`, `cli`, `job`. */
  via: string
  device: string
  command: string
  subject: string
  subject_id: Id | null
  branch: Id | null
}

// backup
/** One try to make a backup, or the restore that this database came from. */
export interface BackupRun {
  id: Id
  kind: 'schedule' | 'request' | 'command' | 'restore'
  /** Of a restore, when its backup was made. */
  started_at: Instant
  ended_at: Instant
  folder: string
  file: string
  bytes: number
  rows: number
  /** The code of what went wrong. */
  failure: string | null
  /** What the machine said to that. */
  cause: string | null
}
export interface BackupPlan {
  folder: string
  /** `03:30`. */
  at: string
  time_zone: string
  days: number
  weeks: number
  months: number
}
export interface BackupState {
  plan: BackupPlan | null
  running: boolean
  warning: 'no_target' | 'none_yet' | 'old' | null
  last_good: BackupRun | null
  restored: BackupRun | null
  runs: BackupRun[]
}

// notice
export type NoticeEvent = 'till.day_closed' | 'books.fault' | 'card.changed' | 'notice.test'
export type NoticeChannel = 'inbox' | 'email' | 'webhook'
export type NoticeLanguage = 'zh-CN' | 'en'
export type NoticeState = 'waiting' | 'sent' | 'failed' | 'suppressed'
export type NoticeSecurity = 'tls' | 'starttls' | 'plain'
export interface NoticeMessage {
  id: Id
  event: NoticeEvent
  channel: NoticeChannel
  branch: Id | null
  recipient: string
  /** Masked; empty where there is none. */
  address: string
  state: NoticeState
  reason: string | null
  /** What the other side said, in its words. */
  detail: string
  tries: number
  at: Instant
  due_at: Instant | null
  ended_at: Instant | null
}
export interface NoticeInboxItem {
  id: Id
  event: NoticeEvent
  /** The row that it happened to. */
  subject: Id
  title: string
  body: string
  at: Instant
  read: boolean
}
export interface NoticeUnread {
  unread: number
}
export interface NoticeChoice {
  event: NoticeEvent
  channel: NoticeChannel
  wanted: boolean
}
export interface NoticeSmtp {
  host: string
  port: number
  security: NoticeSecurity
  user: string
  has_password: boolean
  sender: string
}
export interface NoticeSmtpWish {
  host: string
  port: number
  security: NoticeSecurity
  user: string
  /** Left out, the one that is kept stays. */
  password?: string
  sender: string
}
export interface NoticeSmtpState {
  smtp: NoticeSmtp | null
  kept_in_folder: boolean
}
/** In minutes after midnight. */
export interface NoticeQuiet {
  from: number
  until: number
}
export interface NoticeSender {
  branch: Id | null
  name: string
  reply_to: string
  language: NoticeLanguage
  quiet: NoticeQuiet | null
  /** Whether this was said of the branch itself. */
  own: boolean
}
export type NoticeSenderWish = Omit<NoticeSender, 'own'>
export interface NoticeWebhookWish {
  name: string
  url: string
  events: NoticeEvent[]
  branch: Id | null
  active: boolean
}
export interface NoticeWebhook extends NoticeWebhookWish {
  id: Id
  created_at: Instant
}
export interface NewNoticeWebhook {
  webhook: NoticeWebhook
  secret: string
}
export interface NoticeTemplate {
  event: NoticeEvent
  channel: NoticeChannel
  language: NoticeLanguage
  version: number
  own: boolean
  title: string
  body: string
  fields: string[]
}
export interface NoticeTemplateVersion {
  version: number
  title: string | null
  body: string | null
  at: Instant
  by: string
}
/** Without title and body, the words that come with the program hold again. */
export interface NoticeTemplateWish {
  event: NoticeEvent
  channel: NoticeChannel
  language: NoticeLanguage
  title: string | null
  body: string | null
}
export interface NoticePreviewWish {
  event: NoticeEvent
  language: NoticeLanguage
  title: string
  body: string
}
export interface NoticePreview {
  title: string
  body: string
}

// books
/** The first row that breaks a promise. */
export interface BooksFault {
  check: string
  row: string
  /** In English. */
  detail: string
}
export interface BooksPromise {
  /** `ledger.set_balances` */
  check: string
  fault: BooksFault | null
}
/** One look at all that is promised. */
export interface BooksCheck {
  id: Id
  kind: 'night' | 'request'
  started_at: Instant
  /** Nothing while it runs. */
  ended_at: Instant | null
  faults: BooksFault[]
  /** The code of what kept it from being carried through. */
  failure: string | null
}
/** The newest block of what was sealed, and the root that seals everything up to there. */
export interface BooksSeal {
  block: number
  at: Instant
  root: string
}
export interface BooksState {
  seal: BooksSeal | null
  running: boolean
  last: BooksCheck | null
  promises: BooksPromise[]
  checks: BooksCheck[]
}
export type PrepaidRegion = 'strictest' | 'national' | 'beijing' | 'shanghai'
export type PrepaidRule =
  | 'named_card_max'
  | 'bearer_card_max'
  | 'name_from'
  | 'no_cash_from'
  | 'no_cash_organisation_from'
  | 'bearer_valid_years'
  | 'cooling_days'
  | 'cooling_refund_days'
  | 'refund_days'
  | 'retain_years'
  | 'filing_from'
  | 'filing_days'
  | 'escrow_from'
  | 'escrow_share'
  | 'report_working_days'
  | 'report_day_of_month'
  | 'notice_days'
export type PrepaidUnit = 'money' | 'share' | 'days' | 'working_days' | 'day_of_month' | 'years'
export type PrepaidLaw =
  | 'judicial2025'
  | 'single_purpose2012'
  | 'consumer2024'
  | 'beijing2022'
  | 'beijing_notice2023'
  | 'shanghai2019'
  | 'shanghai_measures2019'
export interface PrepaidFigure {
  rule: PrepaidRule
  unit: PrepaidUnit
  /** What holds: the owner's figure, or else the law's. */
  value: number
  lawful: number
  law: PrepaidLaw
  article: number | null
  valid_from: Day
  /** Whether the owner may set any figure, and not only a stricter one. */
  open: boolean
  settable: boolean
  /** The owner's figure that comes next; without a value the law's holds again. */
  next: { valid_from: Day; value: number | null } | null
}
export interface PrepaidPolicy {
  company: Id
  company_name: string
  region: PrepaidRegion
  on: Day
  /** None where the salon does not count in yuan. */
  figures: PrepaidFigure[]
}
export interface PrepaidFigureWish {
  rule: PrepaidRule
  value: number | null
  valid_from: Day | null
}
/** What a company owes the holders of its cards. */
export interface PrepaidState {
  company: Id
  company_name: string
  region: PrepaidRegion
  principal: Minor
  bonus: Minor
  visits: number
  visits_value: Minor
  time_value: Minor
  /** Money paid in, also for visits and days. */
  balance: Minor
  quarter_end: Day
  quarter_balance: Minor
  /** `share` in millionths. */
  escrow: { from: Minor; share: number; amount: Minor } | null
  until_filing: Minor | null
  stopped: { at: Instant; reason: string; by: string } | null
  notice_days: number | null
  next_report: { quarter_end: Day; due: Day } | null
}
/** What moved in a quarter on the cards of a company. */
export interface PrepaidQuarter {
  company: Id
  company_name: string
  from: Day
  to: Day
  opening: Minor
  sales: number
  paid_in: Minor
  used: Minor
  given_back: Minor
  other: Minor
  closing: Minor
}
/** What the contracts of a company say beside the card; what is empty is missing from them. */
export interface PrepaidTerms {
  account: string
  lease: string
  scope: string
  bonus: string
  refund: string
  loss: string
  enquiry: string
  liability: string
}
export type PrepaidClause =
  | 'issuer'
  | 'account'
  | 'service'
  | 'payment'
  | 'scope'
  | 'lease'
  | 'bonus'
  | 'cooling'
  | 'refund'
  | 'loss'
  | 'enquiry'
  | 'liability'
/** A contract as it was agreed. */
export interface PrepaidContract {
  id: Id
  card: Id
  bill: Id
  customer: Id
  customer_name: string
  phone_masked: string
  at: Instant
  content: {
    issuer: string
    tax_number: string
    branch: string
    address: string
    phone: string
    card_number: string
    card_kind: PlanKind
    plan: string
    plan_terms: string
    draw_order: DrawOrder
    visits: PlanVisits[]
    time: PlanTime | null
    rates: PlanRates | null
    valid_until: Day | null
    paid: Minor
    bonus: Minor
    /** Absent in contracts from before value could end, as the two below. */
    bonus_until?: Day | null
    bonus_max_ppm?: number | null
    valid_days?: number | null
    payments: { kind: string; amount: Minor }[]
    bill_number: number
    cooling_until: Day
    terms: PrepaidTerms
  }
  missing: PrepaidClause[]
  acknowledgement: { how: 'signature' | 'password'; at: Instant; witness: string } | null
}
export type PrepaidAcknowledgementWish =
  | { how: 'signature' }
  | { how: 'password'; password: string }
/** What a rule says of a bill. */
export interface PrepaidNotice {
  rule: PrepaidRule
  law: PrepaidLaw
  article: number | null
  severity: 'warn' | 'refuse'
  line: Id | null
  limit: Minor
  amount: Minor
}
/** A rule that a bill was paid against. */
export interface PrepaidException {
  id: Id
  at: Instant
  bill: Id
  rule: PrepaidRule
  limit: Minor
  amount: Minor
  reason: string
  by: string
}
export interface BooksAccount {
  /** `cash_drawer` */
  account: string
  nature: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
  /** The owner's own; empty where there is none. */
  number: string
  name: string
  default_name: string
}
export interface BooksAccountWish {
  account: string
  number: string
  name: string
}
export type BooksFormat = 'beancount' | 'hledger'

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
  /** Those who were found to be this one. */
  merged: Id[]
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
  /** Closed because nobody used the account; it opens again when they come. */
  closed: boolean
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
export interface MergeWish {
  /** Who goes on as the customer in the address. */
  from: Id
  reason: string
}
/** Members who may be one and the same. */
export interface Duplicates {
  phone_masked: string
  customers: CustomerSummary[]
}
export interface CustomerTag {
  name: string
  customers: number
}
/** Fields of the list's query string; what is empty does not filter. */
export interface CustomerFilter {
  kind?: string
  tag?: string
  gender?: string
  birthday_month?: string
  branch?: string
  registered_from?: string
  registered_to?: string
  visited_from?: string
  visited_to?: string
  not_visited_since?: string
  q?: string
}
/** As it is kept: what does not filter is left out, and the month is a number. */
export type KeptQuery = {
  [Field in keyof Omit<CustomerFilter, 'birthday_month' | 'gender'>]?: string | null
} & {
  birthday_month?: number | null
  gender?: CustomerProfile['gender'] | null
}
export interface SavedFilterWish {
  name: string
  query: KeptQuery
  /** For all colleagues, not only oneself. */
  shared: boolean
}
export interface SavedFilter extends SavedFilterWish {
  id: Id
  mine: boolean
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
export type ItemKind = 'service' | 'product'
export interface CategoryWish {
  name: string
  position: number
}
export interface Category extends CategoryWish {
  id: Id
  kind: ItemKind
  /** How many in use stand under it. */
  items: number
}
/** Minutes, in steps of five. Only `hands_on` and `finishing` keep the stylist's hands busy. */
export interface Blocks {
  setup: number
  hands_on: number
  processing: number
  finishing: number
}
export interface VariantWish {
  /** Left out for a new one. */
  id?: Id
  name: string
  price: Minor
  blocks: Blocks
  active: boolean
}
export interface Variant extends VariantWish {
  id: Id
}
export interface ServiceWish {
  code: string
  name: string
  /** By name; made when there is none of the name. */
  category: string
  price: Minor
  blocks: Blocks
  taxes: Tax[]
  variants: VariantWish[]
  /** Services that may be done along with this one. */
  add_ons: Id[]
  /** Done along with another service, not by itself. */
  add_on: boolean
  active: boolean
}
export interface Service extends ServiceWish {
  id: Id
  category_id: Id | null
  duration_minutes: number
  variants: Variant[]
  /** Initials for matching what is typed. */
  pinyin: string
}
export interface ProductWish {
  code: string
  barcode: string
  name: string
  category: string
  price: Minor
  cost: Minor
  /** What one of it is called: 瓶. */
  unit: string
  taxes: Tax[]
  /** Whether it is counted on the shelf. */
  stocked: boolean
  active: boolean
}
export interface Product extends ProductWish {
  id: Id
  category_id: Id | null
  pinyin: string
}
/** What something costs in one branch. */
export interface BranchPrice {
  item: Id
  kind: 'service' | 'variant' | 'product'
  name: string
  list_price: Minor
  /** `null` where the branch follows the list. */
  price: Minor | null
}
export interface BranchPriceWish {
  item: Id
  kind: BranchPrice['kind']
  price: Minor | null
}

/** A way in which a service is done, with a price of its own; or one that is done along with another. */
export interface ItemChoice {
  id: Id
  name: string
  price: Minor
  duration_minutes: number
}
/** What the till sells, at the price of the branch. */
export interface Item {
  kind: 'service' | 'product'
  id: Id
  code: string
  barcode: string
  name: string
  category: string
  /** Initials for matching what is typed. */
  pinyin: string
  price: Minor
  duration_minutes: number
  variants: ItemChoice[]
  add_ons: ItemChoice[]
  /** Of goods that are counted. */
  on_hand: number | null
}

// stock
export interface StockLevel {
  product: Id
  name: string
  code: string
  barcode: string
  unit: string
  category: string
  on_hand: number
  /** What it cost. */
  value: Minor
  unit_cost: Minor
  below_zero: boolean
}
export interface ReceiveLine {
  product: Id
  quantity: number
  /** Of the whole line. */
  cost: Minor
}
export interface ReceiveWish {
  branch: Id
  lines: ReceiveLine[]
  note?: string
}
export interface StockUse {
  branch: Id
  product: Id
  quantity: number
  reason: string
}
export interface CountWish {
  branch: Id
  lines: { product: Id; counted: number }[]
  note?: string
}
export interface CountedLine {
  product: Id
  expected: number
  counted: number
  difference: number
  cost: Minor
}
export interface Counted {
  lines: CountedLine[]
}
export interface StockMove {
  id: Id
  at: Instant
  product: Id
  product_name: string
  kind: 'receive' | 'sell' | 'return' | 'use' | 'correct' | 'count' | 'opening'
  quantity: number
  cost: Minor
  on_hand_after: number
  reason: string
  by: string
  bill: Id | null
  bill_number: number | null
}

// card
export type DrawOrder = 'proportional' | 'principal_first' | 'bonus_first'
export type PlanKind =
  | 'stored_value'
  | 'visits'
  | 'time'
  | 'discount'
  | 'bundle'
  | 'trial'
  | 'gift'
  | 'companion'
/** What a visits plan sells: so many of one service, and some on top. */
export interface PlanVisitsWish {
  service: Id
  count: number
  gift: number
}
export interface PlanVisits extends PlanVisitsWish {
  service_name: string
}
export type TimeStart = 'sale' | 'first_use'
export type TimePeriod = 'day' | 'week' | 'month'
/** How often a time card may be used before it has to wait. */
export interface TimeLimit {
  uses: number
  per: TimePeriod
}
export interface PlanService {
  service: Id
  service_name: string
}
/** What a time plan sells: services for so many days. */
export interface PlanTimeWish {
  services: Id[]
  days: number
  starts: TimeStart
  limit: TimeLimit | null
}
export interface PlanTime extends Omit<PlanTimeWish, 'services'> {
  services: PlanService[]
}
/** What the money on a card may pay. */
export type CardPays = 'everything' | 'services' | 'products'
/** For what and where a card may be used; every branch where none is named. */
export interface CardReach {
  pays: CardPays
  branches: Id[]
}
/** What a discount plan charges of the list price, in millionths: 800000 is 8 折. */
export interface PlanRatesWish {
  services_ppm: number
  products_ppm: number
  categories: { category: Id; pays_ppm: number }[]
}
export interface PlanRates extends Omit<PlanRatesWish, 'categories'> {
  categories: { category: Id; category_name: string; pays_ppm: number }[]
}
/** How bonus of a plan's cards may be used. */
export interface CardBonusTerms {
  /** For how many days from the sale or top-up that gave it; for ever where null. */
  days?: number | null
  /** What share of a bill it pays at most, in millionths; as much as there is where null. */
  max_ppm?: number | null
}
export interface CardPlanWish {
  reach?: CardReach
  kind?: PlanKind
  visits?: PlanVisitsWish | null
  /** The services of a bundle or a trial. */
  bundle?: PlanVisitsWish[]
  /** For how many days visits can be used; for ever where null. */
  valid_days?: number | null
  /** When those days begin. */
  valid_starts?: TimeStart
  time?: PlanTimeWish | null
  rates?: PlanRatesWish | null
  bonus_terms?: CardBonusTerms
  name: string
  price: Minor
  bonus: Minor
  draw_order: DrawOrder
  terms: string
  active: boolean
}
export interface CardPlan
  extends Omit<
    CardPlanWish,
    | 'kind'
    | 'visits'
    | 'bundle'
    | 'valid_days'
    | 'valid_starts'
    | 'time'
    | 'rates'
    | 'reach'
    | 'bonus_terms'
  > {
  reach: CardReach
  bonus_terms: CardBonusTerms
  id: Id
  version: number
  kind: PlanKind
  visits: PlanVisits | null
  bundle: PlanVisits[]
  valid_days: number | null
  valid_starts: TimeStart
  time: PlanTime | null
  rates: PlanRates | null
}
export interface CardTime {
  services: PlanService[]
  days: number
  days_left: number
  /** Null before the first use, where that begins it. */
  starts_on: Day | null
  ends_on: Day | null
  is_over: boolean
  limit: TimeLimit | null
  /** Null where it may be used without a limit. */
  uses_left: number | null
  paid: Minor
  value_left: Minor
}
export interface CardVisits {
  service: Id
  service_name: string
  left: number
  value_known: boolean
  value_left: Minor
  /** What the next visit counts as. */
  next_share: Minor
}
export interface Card {
  id: Id
  number: string
  customer: Id
  kind: PlanKind
  plan_name: string
  /** The plan it was sold under; none for a card taken in from another program. */
  plan?: Id | null
  draw_order: DrawOrder
  state: 'active' | 'frozen' | 'lost' | 'closed'
  principal: Minor
  bonus: Minor
  /** The first day after which some of the bonus can no longer be used. */
  bonus_until: Day | null
  visits: CardVisits[]
  time: CardTime | null
  reach: CardReach
  /** What share of a bill its bonus pays at most, in millionths; as much as there is where null. */
  bonus_max_ppm: number | null
  rates: PlanRates | null
  /** The last day on which its visits can be used, where they have one. */
  valid_until: Day | null
  /** For how many days they can be used from their first use on, where that has yet to come. */
  valid_days: number | null
  opened_on: Day
  branch: Id
  has_password: boolean
  /** A gift card that nobody has claimed: it is used by who has its code. */
  bearer: boolean
  /** What a companion card belongs to, and what it may spend today. */
  companion: CardCompanion | null
  /** Told where a card is looked up by its number. */
  customer_name?: string | null
}
export interface VisitLot {
  id: Id
  at: Instant
  origin: Lot['origin']
  service: Id
  service_name: string
  bought: number
  gift: number
  left: number
  paid: Minor
  value_left: Minor
}
export interface Lot {
  id: Id
  at: Instant
  origin: 'sale' | 'top_up' | 'opening' | 'refund'
  paid: Minor
  bonus: Minor
  principal_left: Minor
  bonus_left: Minor
  /** The last day on which that can be used; for ever where null. */
  bonus_until: Day | null
  /** How much of the money given on top has ended. */
  bonus_lapsed: Minor
}
export interface CardMove {
  at: Instant
  kind:
    | 'sale'
    | 'top_up'
    | 'use'
    | 'refund'
    | 'opening'
    | 'closing'
    | 'transfer'
    | 'merge'
    | 'earned'
    | 'convert'
    | 'expired'
  bill: Id | null
  bill_number: number | null
  principal: Minor
  bonus: Minor
  visits: number
  uses: number
  /** Who used it through a companion card. */
  used_by: string | null
}
export interface CardDetail {
  card: Card
  lots: Lot[]
  visit_lots: VisitLot[]
  moves: CardMove[]
}
export type CardRefundCause = 'seven_days' | 'shop' | 'void' | 'customer' | 'agreed'
export type CardRefundRule =
  | 'paid'
  | 'paid_in_seven_days'
  | 'delivered_at_card_price'
  | 'delivered_at_list_price'
  | 'days_passed'
  | 'not_billed'
export interface CardRefundLine {
  rule: CardRefundRule
  article: number
  amount: Minor
}
export type HeldOnCard =
  | { kind: 'value'; bonus: Minor; used: Minor; list: Minor }
  | {
      kind: 'visits'
      bought: number
      used: number
      value: Minor
      list: Minor
      value_known: boolean
    }
  | { kind: 'time'; days: number; left: number }
export interface CardRefundLot {
  lot: Id
  paid_on: Day
  seven_days_until: Day
  paid: Minor
  held: HeldOnCard
  lines: CardRefundLine[]
  amount: Minor
  due: Minor
  rate: number
  interest: Minor
}
export interface CardRefundQuote {
  cause: CardRefundCause
  ended_on: Day
  paid_out_on: Day
  lots: CardRefundLot[]
  by_lot: Minor
  whole_lines: CardRefundLine[]
  whole: Minor
  basis: 'lots' | 'whole' | 'agreed'
  gift: Minor
  interest_days: number
  interest: Minor
  total: Minor
}
export interface CardRefund {
  on: Day
  quotes: CardRefundQuote[]
}
export interface CardRefundWish {
  ended_on?: Day
  gift?: Minor
  agreed?: Minor
}
export interface CardPayout {
  /** `null` is cash. */
  channel: 'wechat' | 'alipay' | 'bank_card' | null
  amount: Minor
  reference: string
}
export interface CardClosingWish {
  branch: Id
  cause: CardRefundCause
  ended_on?: Day | null
  gift?: Minor
  agreed?: Minor | null
  expected_total: Minor
  reason: string
  payouts: CardPayout[]
}
export interface CardClosing {
  id: Id
  card: Id
  customer: Id
  branch: Id
  at: Instant
  business_day: Day
  closed_by_name: string
  reason: string
  quote: CardRefundQuote
  payouts: CardPayout[]
}
export type CardLock = 'lost' | 'found' | 'frozen' | 'thawed'
/** What is on a card; sent back with what is done to it, so that nothing else is moved than was seen. */
export interface CardHolds {
  principal: Minor
  bonus: Minor
  visits: number
  days: number
}
export interface CardLockWish {
  branch: Id
  lock: CardLock
  reason: string
}
export interface CardReplaceWish {
  branch: Id
  reason: string
}
export interface CardTransferWish {
  branch: Id
  to: Id
  shown: CardHolds
  reason: string
}
export interface CardMergeWish {
  branch: Id
  from: Id
  shown: CardHolds
  reason: string
}
export interface CardConvertWish {
  branch: Id
  plan: Id
  shown: CardHolds
  reason: string
}
export interface CardExtendWish {
  branch: Id
  /** The last day that was shown. */
  shown: Day
  until: Day
  reason: string
}
export interface CardEvent {
  at: Instant
  kind:
    | 'lost'
    | 'found'
    | 'frozen'
    | 'thawed'
    | 'replaced'
    | 'transferred_out'
    | 'transferred_in'
    | 'merged_out'
    | 'merged_in'
    | 'converted_out'
    | 'converted_in'
    | 'disused'
    | 'reopened'
    | 'extended'
    | 'claimed'
    | 'new_code'
    | 'companion_made'
    | 'companion_ended'
  by_name: string
  reason: string
  number: string
  other_card: Id | null
  /** The last day that it had before, where that was moved, and the one it has had since. */
  last_day_before: Day | null
  last_day_after: Day | null
}
/** How much a companion card may spend; as much as there is where nothing is said. */
export interface CompanionLimits {
  per_bill?: Minor | null
  per_day?: Minor | null
  per_month?: Minor | null
  until?: Day | null
}
export interface CardCompanion {
  owner_card: Id
  owner_number: string
  owner_name: string
  limits: CompanionLimits
  used_today: Minor
  used_this_month: Minor
  /** What it can pay on one bill now. */
  available: Minor
}
export interface CompanionWish {
  branch: Id
  customer: Id
  limits: CompanionLimits
  reason: string
}
export interface CompanionEndWish {
  branch: Id
  reason: string
}
/** Told once. */
export interface GiftCode {
  card: Id
  number: string
  code: string
}
export interface GiftFindWish {
  code: string
}
export interface GiftClaimWish {
  branch: Id
  code: string
  customer: Id
}
export interface GiftCodeWish {
  branch: Id
  reason: string
}
export interface CardSums {
  principal: Minor
  bonus: Minor
  visits: number
  visits_value: Minor
  time_value: Minor
}
export interface CardStatementLine {
  at: Instant
  kind: CardMove['kind']
  bill: Id | null
  bill_number: number | null
  /** Who used it through a companion card. */
  used_by: string | null
  moved: CardSums
  left: CardSums
}
export interface CardStatement {
  card: Card
  from: Day
  to: Day
  opening: CardSums
  lines: CardStatementLine[]
  closing: CardSums
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
export type LineKind =
  | 'service'
  | 'product'
  | 'card_sale'
  | 'top_up'
  | 'repayment'
  | 'tip'
  | 'fee'
  | 'imported'
/** What lines that somebody works for have in common. */
interface Worked {
  quantity?: number
  shares?: Share[]
  /** Only when the line is for somebody else than the bill. */
  customer?: Id | null
}
export type NewLine =
  | ({ kind: 'service'; service: Id; variant?: Id | null; add_on_of?: Id | null } & Worked)
  | ({ kind: 'product'; product: Id } & Worked)
  | { kind: 'card_sale'; plan: Id; shares?: Share[]; customer?: Id | null }
  | { kind: 'top_up'; card: Id; amount: Minor; bonus: Minor; shares?: Share[] }
  | { kind: 'repayment'; debt: Id; amount: Minor }
  | { kind: 'tip'; staff: Id; amount: Minor }
  | { kind: 'fee'; name: string; amount: Minor; shares?: Share[] }
export interface LineWish {
  quantity: number
  shares: Share[]
  customer?: Id | null
}
/** One of `amount`, `percent_ppm` and `unit_price`; the last is the new price of one, and of a line only. */
export interface ReductionWish {
  /** `null` stands for the whole bill. */
  line: Id | null
  amount?: Minor
  percent_ppm?: number
  unit_price?: Minor
  reason: string
}
export type RoundTo = 'none' | 'jiao' | 'yuan' | 'ten'
/** What lets somebody pay with a card of somebody else. */
export type Proof =
  | { kind: 'password'; password: string }
  /** Of a gift card that nobody has claimed. */
  | { kind: 'code'; code: string }
  | { kind: 'attested'; note: string }
export type TenderWish =
  | { kind: 'cash'; received: Minor }
  | { kind: 'wechat' | 'alipay' | 'bank_card'; amount: Minor; reference: string }
  | { kind: 'card'; card: Id; amount: Minor; rates?: boolean; proof?: Proof }
  | { kind: 'visits' | 'time'; card: Id; line: Id; proof?: Proof }
  | { kind: 'on_account'; amount: Minor }
  | { kind: 'unapplied'; receipt: Id; amount: Minor }
export interface PayWish {
  tenders: TenderWish[]
  expected_total: Minor
  /** Why a card is to hold more than the rules want it to. */
  prepaid_reason?: string | null
}
export type BillState =
  | 'open'
  | 'parked'
  | 'paid'
  | 'partly_refunded'
  | 'refunded'
  | 'voided'
  | 'reversed'
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
  variant: Id | null
  /** The service line that this one is done together with. */
  add_on_of: Id | null
  /** Set when the line is for somebody else than the bill. */
  customer: BillCustomer | null
  debt: Id | null
  /** What a visits card that is sold here holds. */
  visits: PlanVisits | null
  /** What payment left on the shelf; below nought, more was sold than was known to be there. */
  stock_left: number | null
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
  unit_price: Minor | null
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
  visits: number | null
  line: Id | null
}
export interface RefundLine {
  line: Id
  quantity: number
  amount: Minor
}
export interface RefundTender {
  tender: Id
  kind: string
  /** `same` is back where it came from; `held` waits for the bill that takes this one's place. */
  to: 'same' | 'cash' | 'card' | 'held'
  card_number: string | null
  amount: Minor
  principal: Minor
  bonus: Minor
  visits: number
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
  /** The former system's number of a bill that was taken in from it; that one is only looked at. */
  receipt: string | null
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
  merged_into: Id | null
  /** The reversed bill that this one stands for. */
  replaces: Id | null
  reversal: { at: Instant; by: string; reason: string; new_bill: Id | null } | null
  version: number
}
export interface SplitBill {
  bill: Bill
  new_bill: Bill
}
export interface ReverseWish {
  reason: string
  /** The same lines once more, on a bill that can be written on. */
  reopen: boolean
}
export interface ReversedBill {
  bill: Bill
  new_bill: Bill | null
}
/** What a customer still owes for a bill. */
export interface Debt {
  id: Id
  bill: Id
  bill_number: number
  branch: Id
  customer: BillCustomer
  at: Instant
  business_day: Day
  amount: Minor
  repaid: Minor
  written_off: Minor
  left: Minor
}
/** Money of a reversed bill that a new one can take. */
export interface Unapplied {
  id: Id
  bill: Id
  bill_number: number
  branch: Id
  channel: string
  reference: string
  amount: Minor
  left: Minor
  at: Instant
}
export interface UnappliedRefund {
  amount: Minor
  reason: string
}
export interface BillSummary {
  id: Id
  number: number
  /** The former system's number of a bill that was taken in from it. */
  receipt: string | null
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
  notices: PrepaidNotice[]
  offers: RateOffer[]
}
/** What a bill would cost by the rates of a stored-value card, which hold for what it pays itself. */
export interface RateOffer {
  card: Id
  number: string
  total: Minor
  off: Minor
  /** What of it the card has to pay. */
  due: Minor
  /** What is missing on it to have its rates for all that they are for. */
  short: Minor
}
export interface ReceiptCard {
  /** Masked. */
  number: string
  plan_name: string
  used_principal: Minor
  used_bonus: Minor
  principal_left: Minor
  bonus_left: Minor
  visits_left: number | null
  ends_on: Day | null
}
/** A gift card that was sold, with the code that is handed over. */
export interface ReceiptGift {
  number: string
  plan_name: string
  code: string
}
export interface Receipt {
  bill: Bill
  organisation: string
  branch: { name: string; address: string; phone: string }
  cashier: string
  cards: ReceiptCard[]
  /** Until the receipt is printed. */
  gifts: ReceiptGift[]
  points: number | null
  /** By what the payment is found in the books; nothing before it is paid. */
  proof: string | null
  printed_before: boolean
}
export interface RefundSelection {
  line: Id
  quantity: number
}
/** Not back where it came from: cash for money of a channel, a card when the customer consents. */
export type OtherWay =
  | { tender: Id; to: 'cash' }
  | { tender: Id; to: 'card'; card: Id; consent: boolean }
export interface RefundQuoteWish {
  /** `null` stands for all that is left. */
  lines: RefundSelection[] | null
  other_ways?: OtherWay[]
}
export interface RefundQuote {
  total: Minor
  lines: RefundLine[]
  tenders: RefundTender[]
}
export interface RefundWish extends RefundQuoteWish {
  /** Goods go back on the shelf. */
  restock?: boolean
  reason: string
  expected_total: Minor
}

// import
/** What the rows of a sheet become. */
export type ImportKind = 'customers' | 'catalogue' | 'stock' | 'history'
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
  sums: {
    principal: Minor
    bonus: Minor
    points: number
    visits: Record<string, number>
    services: number
    products: number
    units: number
    /** What the units cost. */
    value: Minor
    bills: number
    /** What the bills came to without the taxes added. */
    net: Minor
    tax: Minor
  }
  problems: ImportProblem[]
}
/** The order of the numbers in dates that end with their year. */
export type ImportDateForm = 'day_first' | 'month_first'
/** How the former system writes what no column says. */
export interface ImportOptions {
  /** Told by the whole file when not said. */
  dates?: ImportDateForm | null
  /** What stands for nobody in particular, in place of what usually does. */
  walk_in?: string[] | null
}
export type ImportDatesRead = 'plain' | ImportDateForm | 'unclear' | 'mixed' | 'otherwise'
export interface ImportPreview {
  id: Id
  kind: ImportKind
  name: string
  headers: string[]
  /** From field to the header it is read from. */
  columns: Record<string, string>
  fields: string[]
  sample: Record<string, string>[]
  report: ImportReport
  /** How the dates of receipts are read. */
  dates: ImportDatesRead | null
  walk_in: string[]
}
export interface Import {
  id: Id
  kind: ImportKind
  name: string
  state: 'receiving' | 'checked' | 'applying' | 'applied' | 'failed' | 'removing'
  done: number
  total: number
  report: ImportReport
  created_at: Instant
}

// report
export type RevenueBy = 'total' | 'day' | 'branch' | 'staff' | 'service' | 'category'
/** Of the names it has the one that was asked for. */
export interface RevenueRow {
  day?: Day | null
  branch?: string | null
  staff?: string | null
  service?: string | null
  category?: string | null
  bills: number
  lines: number
  amount: Minor
  tax: Minor
}
export interface RevenueReport {
  from: Day
  to: Day
  by: string
  rows: RevenueRow[]
  total: RevenueRow
}
export type TakingsBy = 'day' | 'hour' | 'branch' | 'tender'
/** Of the names it has the one that was asked for. */
export interface TakingsRow {
  day?: Day | null
  hour?: number | null
  branch?: string | null
  tender?: string | null
  bills?: number | null
  takings: Minor
  card_sales?: Minor | null
  card_use?: Minor | null
}
export interface TakingsReport {
  from: Day
  to: Day
  by: string
  rows: TakingsRow[]
  total: Minor
}
export interface ReportTiles {
  from: Day
  to: Day
  takings: Minor
  bills: number
  average: Minor
  revenue: Minor
  tax: Minor
  card_sales: Minor
  card_use: Minor
  card_bonus: Minor
  visits_use: Minor
  repayments: Minor
  tips: Minor
  guests: { new: number; returning: number; unknown: number }
}
export interface ReportSummary {
  branch: Id | null
  now: ReportTiles
  before: ReportTiles
}
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

// till

export type TillTender = 'cash' | 'wechat' | 'alipay' | 'bank_card'
export type TillMoveKind = 'paid_in' | 'paid_out' | 'bank_drop'

/** Cash that moved without a bill; its amount is above nothing, whichever way it went. */
export interface TillMove {
  id: Id
  at: Instant
  kind: TillMoveKind
  amount: Minor
  reason: string
  by: string
}

/** What was counted of a way of paying against what was expected; `null` where nobody counted it. */
export interface TillCounted {
  tender: TillTender
  expected: Minor
  counted: Minor | null
  difference: Minor | null
}

export interface TillHandedOver {
  at: Instant
  business_day: Day
  by: string
  counts: TillCounted[]
  next_float: Minor
  emptied: Minor
  note: string
}

/** The time during which somebody answers for a drawer; what is expected is said once it was counted. */
export interface TillSession {
  id: Id
  state: 'open' | 'handed_over'
  business_day: Day
  opened_at: Instant
  opened_by: string
  float: Minor
  moves: TillMove[]
  handed_over: TillHandedOver | null
}

export interface TillSessionSummary {
  id: Id
  state: 'open' | 'handed_over'
  business_day: Day
  opened_at: Instant
  opened_by: string
  handed_over_at: Instant | null
  handed_over_by: string
  counted: Minor | null
  difference: Minor | null
}

export interface TillDrawer {
  session: TillSession | null
  /** What the last session left in the drawer. */
  left: Minor | null
}

export interface OpenTillWish {
  branch: Id
  float: Minor
}

export interface TillMoveWish {
  kind: TillMoveKind
  amount: Minor
  reason: string
}

export interface HandOverWish {
  counts: { tender: TillTender; amount: Minor }[]
  next_float: Minor
  note: string
}

/** What moved in one way on a day, beside what was counted of it. */
export interface TillDayTender {
  tender: string
  received: Minor
  given_back: Minor
  expected: Minor
  counted: Minor | null
  difference: Minor | null
}

/** The work that was done, by what paid for it. */
export interface DeliveredWork {
  money: Minor
  on_account: Minor
  principal: Minor
  visits: Minor
  bonus: Minor
  points: Minor
}

export interface TillDayDrawer {
  sessions: number
  floats: Minor
  paid_in: Minor
  paid_out: Minor
  bank_dropped: Minor
  over_short: Minor
  emptied: Minor
}

/** What was given back of a bill of an earlier day. */
export interface DayAdjustment {
  bill: Id
  bill_number: number
  bill_day: Day
  refund_number: number
  amount: Minor
}

/** What a business day came to; what was received and what was delivered are never added. */
export interface TillDayReport {
  takings: Minor
  tenders: TillDayTender[]
  delivered: DeliveredWork
  card_sales: Minor
  repaid: Minor
  tips: Minor
  bills: number
  reversed: number
  refunds: number
  refunded: Minor
  drawer: TillDayDrawer
  adjustments: DayAdjustment[]
}

export interface ClosedDay {
  id: Id
  branch: Id
  number: number
  business_day: Day
  closed_at: Instant
  closed_by: string
  report: TillDayReport
  seal: BooksSeal | null
}

export interface ClosedDaySummary {
  id: Id
  number: number
  business_day: Day
  closed_at: Instant
  closed_by: string
  takings: Minor
  difference: Minor | null
}

/** How far a branch is from closing a day. */
export interface TillClosing {
  day: Day | null
  today: Day
  closed_through: Day | null
  session: Id | null
  bills: BillSummary[]
  report: TillDayReport | null
}

export type DormantKind = 'card' | 'walk_in' | 'member'
export interface DormantQuery {
  kind: DormantKind
  card_kind?: Card['kind'] | undefined
  number_from?: string
  number_to?: string
  opened_from?: Day | undefined
  opened_to?: Day | undefined
  idle_since?: Day | undefined
}
export interface DormantAccount {
  id: Id
  number: string
  name: string
  opened_on: Day
  last_used: Day | null
}
export interface DormantPreview {
  accounts: DormantAccount[]
  kept: number
  more: boolean
}
export interface DormantWish {
  kind: DormantKind
  accounts: Id[]
  reason: string
  password: string
}
export interface ReopenWish {
  reason: string
  password: string
}
export interface DormantBatch {
  id: Id
  at: Instant
  kind: DormantKind
  accounts: number
  by_name: string
  reason: string
  reopened_at: Instant | null
  reopened_by: string
  reopened_reason: string
  reopened: number
}
export interface ClosedAccount {
  id: Id
  number: string
}
export interface DormantBatchDetail {
  batch: DormantBatch
  accounts: ClosedAccount[]
}
