import type { Message } from '../../core/defs/index.ts'

export interface Person {
  readonly address: string
  readonly label: string
}

/** How many people the row of a thread or a discussion names. */
export const maxPeople = 8

/** All that is stored is mail, so far. */
export const summaryProtocol = 'email'

/** Answer and forward marks of mail programs in the languages that they are met in, `Re[2]:` included. */
const answerMark =
  /^\s*(?:re|aw|antw|sv|vs|odp|ynt|rif|res|fwd?|wg|tr|i|vl|doorst|enc|rv|回复|转发|答复)\s*(?:\[\d+\])?\s*[:：]\s*/i

/** The subject without what answering and forwarding put before it. A subject of marks only is kept as it is. */
export function bareSubject(subject: string): string {
  let bare = subject.trim()
  for (let next = bare.replace(answerMark, ''); next !== bare; next = bare.replace(answerMark, '')) bare = next
  return bare === '' ? subject.trim() : bare
}

/** The one that a list shows as sender: the first `from`. */
export function senderOf(message: Pick<Message, 'participants'>): Person | null {
  const from = message.participants.find((participant) => participant.type === 'from')
  return from === undefined ? null : { address: from.address, label: from.label }
}

/** Distinct people in order of the last time each wrote, latest last. `newestFirst`: senders of messages. */
export function latestPeople(newestFirst: Iterable<Person | null>): Person[] {
  const people = new Map<string, Person>()
  for (const person of newestFirst) {
    if (person === null) continue
    const key = person.address.toLowerCase()
    if (!people.has(key)) people.set(key, person)
    if (people.size === maxPeople) break
  }
  return [...people.values()].reverse()
}
