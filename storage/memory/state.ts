import {
  type Feature,
  type LogEntry,
  type Message,
  type ParticipantSet,
  type RecordNoun,
  type RecordOf,
  recordNouns,
} from '../../core/defs/index.ts'
import type { RemoteCopy, SearchRow } from '../contracts/index.ts'
import { hiddenRoles } from '../derived/index.ts'

export interface StoredMessage {
  readonly row: number
  readonly message: Message
}

/** Everything that the in-memory engine holds. Only commit.ts changes it, through an Undo. */
export interface MemoryState {
  readonly records: { readonly [N in RecordNoun]: Map<string, RecordOf<N>> }
  readonly messages: Map<string, StoredMessage>
  /** message id by row, not in order */
  readonly rows: Map<number, string>
  /** mailbox ids by message id */
  readonly memberships: Map<string, ReadonlySet<string>>
  /** by `<mailbox id> <uid>` */
  readonly remote: Map<string, RemoteCopy>
  /** thread id by ref */
  readonly refs: Map<string, string>
  /** message ids by thread id */
  readonly threads: Map<string, ReadonlySet<string>>
  /** by message id */
  readonly search: Map<string, SearchRow>
  /** by id */
  readonly sets: Map<string, ParticipantSet>
  /** by message id */
  readonly features: Map<string, readonly Feature[]>
  /** tag ids by message id */
  readonly tags: Map<string, ReadonlySet<string>>
  /** by clock */
  readonly log: Map<string, LogEntry>
}

export function emptyState(): MemoryState {
  return {
    records: emptyRecords(),
    messages: new Map(),
    rows: new Map(),
    memberships: new Map(),
    remote: new Map(),
    refs: new Map(),
    threads: new Map(),
    search: new Map(),
    sets: new Map(),
    features: new Map(),
    tags: new Map(),
    log: new Map(),
  }
}

function emptyRecords(): MemoryState['records'] {
  const maps = Object.keys(recordNouns).map((noun) => [noun, new Map()])
  return Object.fromEntries(maps) as MemoryState['records'] // checked: a map for every noun
}

export function mailboxesOf(state: MemoryState, messageId: string): string[] {
  return [...(state.memberships.get(messageId) ?? [])].sort()
}

export function tagsOf(state: MemoryState, messageId: string): string[] {
  return [...(state.tags.get(messageId) ?? [])].sort()
}

/** True when the message stands in no mailbox outside junk and trash. */
export function isHidden(state: MemoryState, messageId: string): boolean {
  return mailboxesOf(state, messageId).every((id) => {
    const role = state.records.mailbox.get(id)?.role ?? null
    return role !== null && hiddenRoles.includes(role)
  })
}

/** Changes maps and can take all of it back: a commit that conflicts leaves nothing behind. */
export class Undo {
  readonly #steps: (() => void)[] = []

  set<K, V>(map: Map<K, V>, key: K, value: V): void {
    this.#remember(map, key)
    map.set(key, value)
  }

  delete<K, V>(map: Map<K, V>, key: K): void {
    if (!map.has(key)) return
    this.#remember(map, key)
    map.delete(key)
  }

  add<K, V>(map: Map<K, ReadonlySet<V>>, key: K, value: V): void {
    this.set(map, key, new Set(map.get(key)).add(value))
  }

  drop<K, V>(map: Map<K, ReadonlySet<V>>, key: K, value: V): void {
    const rest = new Set(map.get(key))
    if (!rest.delete(value)) return
    if (rest.size === 0) this.delete(map, key)
    else this.set(map, key, rest)
  }

  revert(): void {
    for (const step of this.#steps.reverse()) step()
  }

  #remember<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key)
    this.#steps.push(before === undefined ? () => map.delete(key) : () => map.set(key, before))
  }
}
