import type { ThreadSummary } from '../../../core/defs/index.ts'

type Person = ThreadSummary['people'][number]

const nameOf = (person: Person, unknown: string): string => person.label.trim() || person.address || unknown

/** Given name for a list of several: `Amira, Jonas`; one person alone keeps the whole name. Other scripts stay whole. */
function shortName(name: string): string {
  const [first = name] = name.split(/[\s,]+/u)
  return /^\p{Script=Latin}{2,}$/u.test(first) && !name.includes('@') && !name.includes(',') ? first : name
}

/** Who is on a thread, for its row: the others, latest first, the user only where nobody else wrote. */
export function peopleText(
  people: readonly Person[],
  own: ReadonlySet<string>,
  words: { readonly you: string; readonly unknown: string },
): string {
  const others = people.filter((person) => !own.has(person.address.toLowerCase())).toReversed()
  if (others.length === 0) return people.length > 0 ? words.you : words.unknown
  const names = others.map((person) => nameOf(person, words.unknown))
  return names.length > 2 ? names.map(shortName).join(', ') : names.join(', ')
}

/** Whose avatar a row shows: the latest of the others, or the user. */
export function facePerson(people: readonly Person[], own: ReadonlySet<string>): Person | null {
  return people.findLast((person) => !own.has(person.address.toLowerCase())) ?? people.at(-1) ?? null
}
