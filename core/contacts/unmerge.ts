import type { Contact, ContactMerge } from '../defs/index.ts'
import { tidy } from './fields.ts'
import { keyed, listFields } from './merge.ts'

/**
 * The contacts that a merge was made of, as they were, with what was changed since: what is new or says another now goes to
 * the one that stayed, what was taken away goes from all.
 */
export function unmerged({ originals, result }: ContactMerge, now: Contact, nowMs: number): Contact[] {
  return originals.map((original, i) => {
    const lists = Object.fromEntries(listFields.map((field) => [field, listOf(field, original, result, now, i === 0)]))
    return tidy({
      ...original,
      ...lists,
      ...(i === 0 ? changedSingles(original, result, now) : {}),
      // the one that stayed goes on counting, the others begin again where they ended
      revision: (i === 0 ? Math.max(now.revision, original.revision) : original.revision) + 1,
      updatedAtMs: nowMs,
    })
  })
}

function listOf<F extends (typeof listFields)[number]>(
  field: F,
  original: Contact,
  result: Contact,
  now: Contact,
  takesNew: boolean,
): unknown[] {
  const [then, current] = [keyed(field, result[field]), keyed(field, now[field])]
  const kept = [...keyed(field, original[field])].flatMap(([key, entry]) => {
    const [before, after] = [then.get(key), current.get(key)]
    if (before !== undefined && after === undefined) return []
    const isEdited = before !== undefined && JSON.stringify(before) !== JSON.stringify(after)
    return [isEdited ? after : entry]
  })
  const added = takesNew ? [...current].flatMap(([key, entry]) => (then.has(key) ? [] : [entry])) : []
  return [...kept, ...added]
}

const singles = ['kind', 'confirmed', 'language', 'timezone', 'photo'] as const

function changedSingles(original: Contact, result: Contact, now: Contact): Partial<Contact> {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const changed = singles.flatMap((field) => (same(result[field], now[field]) ? [] : [[field, now[field]]]))
  const parts = Object.entries(now.name).filter(([part, text]) => Reflect.get(result.name, part) !== text)
  return { ...Object.fromEntries(changed), name: { ...original.name, ...Object.fromEntries(parts) } }
}
