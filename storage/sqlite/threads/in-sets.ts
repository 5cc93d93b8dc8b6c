import type { Database } from 'better-sqlite3'
import type { Member } from './sum-up.ts'

/** Told when a thread comes into a set (1) or leaves it (-1). */
export type ThreadMoved = (set: number, hidden: boolean, by: 1 | -1) => void

interface Place {
  readonly set: number
  readonly hidden: number
  readonly last: number
}

/**
 * Where a thread stands in the participant sets of its messages: with those outside junk and trash if there are any in the
 * set, with the others otherwise.
 */
export function threadsInSets(db: Database, moved: ThreadMoved) {
  const add = db.prepare<[number, number, number, number]>(
    'insert or replace into set_threads (participant_set, hidden, last, thread) values (?, ?, ?, ?)',
  )
  const drop = db.prepare<[number, number, number, number]>(
    'delete from set_threads where participant_set = ? and hidden = ? and last = ? and thread = ?',
  )
  let coming: { thread: number; place: Place }[] = []

  return {
    /** at the start of a commit */
    begin(): void {
      coming = []
    },
    /** `before`, and the answer: as in `threads.sets` */
    place(thread: number, before: readonly number[], members: readonly Member[]): number[] {
      const old = unflatten(before)
      const now = placesOf(members)
      for (const place of old) {
        const stays = now.find((each) => each.set === place.set)
        if (stays?.hidden !== place.hidden) moved(place.set, place.hidden === 1, -1)
        if (stays?.hidden !== place.hidden || stays.last !== place.last) {
          drop.run(place.set, place.hidden, place.last, thread)
        }
      }
      for (const place of now) {
        const was = old.find((each) => each.set === place.set)
        if (was?.hidden !== place.hidden) moved(place.set, place.hidden === 1, 1)
        if (was?.hidden !== place.hidden || was.last !== place.last) coming.push({ thread, place })
      }
      return now.flatMap(({ set, hidden, last }) => [set, hidden, last])
    },
    /** after all threads were placed: a message that changed threads takes its place along */
    flush(): void {
      for (const { thread, place } of coming) add.run(place.set, place.hidden, place.last, thread)
      coming = []
    },
  }
}

/** `members`: oldest first. */
function placesOf(members: readonly Member[]): Place[] {
  const places = new Map<number, Place>()
  for (const { participant_set: set, hidden, row } of members) {
    if (set === 0) continue
    const known = places.get(set)
    if (known === undefined || hidden <= known.hidden) places.set(set, { set, hidden, last: row })
  }
  return [...places.values()]
}

function unflatten(flat: readonly number[]): Place[] {
  return Array.from({ length: flat.length / 3 }, (_, i) => ({
    set: flat[3 * i] ?? 0,
    hidden: flat[3 * i + 1] ?? 0,
    last: flat[3 * i + 2] ?? 0,
  }))
}
