import { useQueryClient } from '@tanstack/vue-query'
import { ProblemError, type Customer, type CustomerProfile } from 'api-client'
import { computed, ref, shallowRef } from 'vue'
import { useForm } from '@/app/form'
import { useSession } from '@/app/session'
import { changeCustomer, customer as fetchCustomer, registerCustomer } from './api'
import { mergeProfiles, type ProfileField } from './profile/merging'

/** A copy that can be typed in without changing what was loaded. */
const copyOf = (profile: CustomerProfile) => JSON.parse(JSON.stringify(profile)) as CustomerProfile

const SHOWN: ProfileField[] = [
  'name',
  'phone',
  'email',
  'address',
  'source',
  'referrer',
  'referrer_shop',
  'introducer',
  'tags',
  'notes',
  'hair_formula',
  'allergy',
  'birthday',
]
const KNOWN = SHOWN.map((field) => `profile.${field}`)

/** Editing a profile, or registering with one: what was typed survives what others save meanwhile. */
export function useProfileForm(registering: () => boolean) {
  const session = useSession()
  const queries = useQueryClient()
  const form = useForm()

  const base = shallowRef<Customer | null>(null)
  const draft = ref<CustomerProfile | null>(null)
  /** What somebody else saved, where it differs from what was typed here. */
  const theirs = shallowRef<CustomerProfile | null>(null)
  const conflicts = ref<ProfileField[]>([])
  const asksShared = ref(false)
  const sharedConfirmed = ref(false)

  function start(customer: Customer) {
    form.clear()
    base.value = customer
    draft.value = copyOf(customer.profile)
    theirs.value = null
    conflicts.value = []
    asksShared.value = sharedConfirmed.value = false
  }

  async function takeIn(before: Customer, mine: CustomerProfile) {
    const now = await fetchCustomer(before.id)
    const merged = mergeProfiles(before.profile, mine, now.profile)
    base.value = now
    draft.value = copyOf(merged.profile)
    theirs.value = now.profile
    conflicts.value = merged.conflicts
  }

  function takeTheirs(field: ProfileField) {
    if (!draft.value || !theirs.value) return
    draft.value = { ...draft.value, [field]: theirs.value[field] }
    conflicts.value = conflicts.value.filter((one) => one !== field)
  }

  async function save(before: Customer, profile: CustomerProfile): Promise<Customer> {
    const wish = {
      version: before.version,
      profile,
      ...(sharedConfirmed.value ? { shared_phone_confirmed: true } : {}),
    }
    try {
      if (!registering()) return await changeCustomer(before.id, wish)
      return await registerCustomer(before.id, { ...wish, branch: session.branch?.id ?? '' })
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : ''
      if (code === 'customer.phone_taken') asksShared.value = true
      if (code === 'customer.changed_meanwhile') await takeIn(before, profile)
      throw error
    }
  }

  async function send(): Promise<Customer | null> {
    const before = base.value
    const profile = draft.value
    if (!before || !profile) return null
    let saved: Customer | null = null
    await form.submit(
      KNOWN,
      async () => (saved = await save(before, profile)),
      () => registering() && form.need('profile.name', profile.name),
    )
    if (saved) void queries.invalidateQueries({ queryKey: ['customer'] })
    return saved
  }

  return {
    form,
    draft,
    conflicts: computed(() =>
      conflicts.value.map((field) => ({ field, value: theirs.value?.[field] ?? '' })),
    ),
    asksShared,
    sharedConfirmed,
    start,
    takeTheirs,
    send,
  }
}
