import type { DiscussionSummary, ThreadSummary } from '../../../core/defs/index.ts'
import { isDiscussion, type ListItem } from '../../client/index.ts'

type Person = ThreadSummary['people'][number]

/** Words that a title is made with, in the user's language. */
export interface TitleWords {
  readonly you: string
  readonly unknown: string
  /** a discussion with nobody else */
  readonly self: string
  /** `Amira, Jonas and 5 others` */
  readonly andOthers: (names: string, count: number) => string
  /** mail of one person to more people than are told apart */
  readonly toMany: (name: string) => string
}

/** Names that a title gives before it counts the others. */
const namesShown = 4

const nameOf = (person: Person, unknown: string): string => person.label.trim() || person.address || unknown

/** Given name for a list of several: `Amira, Jonas`; one person alone keeps the whole name. Other scripts stay whole. */
export function shortName(name: string): string {
  const [first = name] = name.split(/[\s,]+/u)
  return /^\p{Script=Latin}{2,}$/u.test(first) && !name.includes('@') && !name.includes(',') ? first : name
}

/** `debian-security` of `debian-security.lists.debian.org`: what its members call a list. */
export const listName = (listId: string): string => listId.split('.')[0] || listId

/** Who a row is with. */
export function titleOf(row: ListItem, own: ReadonlySet<string>, words: TitleWords): string {
  return isDiscussion(row) ? discussionTitle(row, words) : threadTitle(row.people, own, words)
}

function discussionTitle({ kind, people, peopleCount, listId }: DiscussionSummary, words: TitleWords): string {
  const names = people.map((person) => nameOf(person, words.unknown))
  switch (kind) {
    case 'self':
      return words.self
    case 'list':
      // A letter to many has one author, and is known by that name; a list of several has a name of its own.
      return listId !== null && names.length !== 1 ? listName(listId) : (names[0] ?? words.unknown)
    case 'circular':
      return words.toMany(names[0] ?? words.unknown)
    case 'people':
      return together(names, Math.max(peopleCount, names.length), words)
  }
}

/** The others, latest first; the user only where nobody else wrote. */
function threadTitle(people: readonly Person[], own: ReadonlySet<string>, words: TitleWords): string {
  const others = othersOf(people, own).toReversed()
  if (others.length === 0) return people.length > 0 ? words.you : words.unknown
  const names = others.map((person) => nameOf(person, words.unknown))
  return together(names, names.length, words)
}

/** `count`: how many they are, named or not. */
export function together(
  names: readonly string[],
  count: number,
  words: Pick<TitleWords, 'unknown' | 'andOthers'>,
): string {
  if (names.length === 0) return words.unknown
  const shown = (names.length > 2 ? names.map(shortName) : names).slice(0, namesShown)
  const text = shown.map(isolated).join(', ')
  return count > shown.length ? words.andOthers(text, count - shown.length) : text
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** A name that is written from right to left keeps its own direction, and the comma after it its place (UAX 9, FSI). */
const isolated = (name: string): string => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name)

const othersOf = (people: readonly Person[], own: ReadonlySet<string>): Person[] =>
  people.filter((person) => !own.has(person.address.toLowerCase()))

/** Whether only the user wrote in a thread: whom it went to is then more than who wrote. */
export const isOnlyOwn = (row: ListItem, own: ReadonlySet<string>): boolean =>
  !isDiscussion(row) && row.people.length > 0 && othersOf(row.people, own).length === 0

/** Whose avatar a row shows: the latest of the others, or the user. */
export function faceOf(row: ListItem, own: ReadonlySet<string>): Person | null {
  if (isDiscussion(row)) return row.people[0] ?? null
  return othersOf(row.people, own).at(-1) ?? row.people.at(-1) ?? null
}

/** Whether a row is of a list or machine, which has a glyph and no initials. */
export const isMachine = (row: ListItem): boolean => (isDiscussion(row) ? row.kind === 'list' : row.listId !== null)

/** Whom something is learnt for when its importance is corrected. */
export function learntFor(row: ListItem, own: ReadonlySet<string>, words: TitleWords): string {
  if (isMachine(row)) return titleOf(row, own, words)
  const face = faceOf(row, own)
  return face ? shortName(nameOf(face, words.unknown)) : titleOf(row, own, words)
}
