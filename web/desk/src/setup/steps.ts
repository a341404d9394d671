interface Step {
  name: 'door' | 'salon' | 'branch' | 'owner'
  /** Fields as the server names them. */
  fields: string[]
  needed: string[]
}

export const STEPS = [
  { name: 'door', fields: ['token'], needed: ['token'] },
  {
    name: 'salon',
    fields: [
      'organisation.name',
      'company.name',
      'organisation.currency',
      'organisation.time_zone',
    ],
    needed: ['organisation.name', 'company.name'],
  },
  {
    name: 'branch',
    fields: ['branch.name', 'branch.address', 'branch.phone'],
    needed: ['branch.name'],
  },
  {
    name: 'owner',
    fields: ['owner.name', 'owner.sign_in', 'owner.password'],
    needed: ['owner.name', 'owner.sign_in', 'owner.password'],
  },
] as const satisfies readonly Step[] as readonly [Step, ...Step[]]

export const CURRENCIES = [
  'CNY',
  'HKD',
  'MOP',
  'TWD',
  'SGD',
  'MYR',
  'JPY',
  'KRW',
  'USD',
  'EUR',
  'GBP',
]

/** The first step that holds one of the fields. */
export function stepOf(fields: string[]): number | null {
  const at = STEPS.findIndex((step) => step.fields.some((field) => fields.includes(field)))
  return at < 0 ? null : at
}

/** The zone of this device; one that is set to UTC tells nothing about where the salon is. */
export function currentZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return !zone || zone === 'UTC' ? 'Asia/Shanghai' : zone
}
