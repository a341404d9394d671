import type { CustomerProfile } from 'api-client'

export type ProfileField = keyof CustomerProfile

export interface Merged {
  profile: CustomerProfile
  /** Changed here and elsewhere to different things: what was typed here stands until somebody decides. */
  conflicts: ProfileField[]
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Puts what somebody else saved meanwhile under what was typed here, losing neither. */
export function mergeProfiles(
  base: CustomerProfile,
  mine: CustomerProfile,
  theirs: CustomerProfile,
): Merged {
  const fields = Object.keys(base) as ProfileField[]
  const untouched = fields.filter((field) => same(mine[field], base[field]))
  const taken = Object.fromEntries(untouched.map((field) => [field, theirs[field]]))
  const conflicts = fields.filter(
    (field) =>
      !untouched.includes(field) &&
      !same(theirs[field], base[field]) &&
      !same(theirs[field], mine[field]),
  )
  return { profile: { ...mine, ...taken }, conflicts }
}
