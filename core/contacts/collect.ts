import type { Contact, CoreEvent, MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { Book } from './book.ts'
import type { Changes } from './changes.ts'
import { type Met, peopleMet } from './collectable.ts'
import { emptyFields, emptyName, newContact } from './fields.ts'
import { limits } from './limits.ts'
import { refusalId } from './refusals.ts'
import { uidOf } from './uid.ts'

export interface CollectProgress {
  readonly done: number
  readonly total: number
}

/** Contacts that collect themselves from mail that the user sent or answered; marked as not confirmed. */
export interface Collector {
  /** told of messages before they are stored: those that show somebody are gone through when they are */
  notice(messages: readonly Pick<MessageSummary, 'id' | 'participants' | 'flags' | 'listId'>[]): void
  /** from these messages; answers how many contacts are new */
  collect(messageIds: readonly string[]): Promise<number>
  /** stored mail that was not gone through yet, or not with the addresses that are the user's now */
  readonly stored: {
    needed(): Promise<boolean>
    /** goes on where it was stopped */
    run(signal: AbortSignal, report: (progress: CollectProgress) => void): Promise<void>
  }
  /** resolves when what the events brought so far is collected */
  settled(): Promise<void>
}

const checkpointId = 'contacts-collected'
const batch = { priority: 'batch' } as const

interface State {
  /** what the walk was done with: other own addresses make other mail the user's own */
  readonly own: string
  readonly after: string | null
  readonly done: boolean
}

export function createCollector(context: CoreContext, book: Book, changes: Changes): Collector {
  const { stores, clock, events, logger } = context
  let working: Promise<unknown> = Promise.resolve()
  const noticed = new Set<string>()

  events.subscribe((event) => {
    const ids = messagesOf(event).filter((id) => noticed.delete(id))
    if (ids.length === 0) return
    working = working
      .then(() => collect(ids))
      .catch((thrown: unknown) => logger.warn('No contacts were collected from new mail', { details: String(thrown) }))
  })

  async function collect(messageIds: readonly string[]): Promise<number> {
    await book.ready()
    const messages = await stores.messages.get(messageIds, batch)
    const met = new Map<string, Met>()
    for (const message of await outsideJunk(messages)) {
      for (const one of peopleMet(message, book.own())) {
        if (book.contactsOf(one.key).length === 0 && !met.has(one.key)) met.set(one.key, one)
      }
    }
    const wanted: Met[] = []
    for (const one of met.values()) if (await isWelcome(one)) wanted.push(one)
    if (wanted.length === 0) return 0
    return changes.inOrder(async () => {
      const contacts: { before: null; after: Contact }[] = []
      for (const one of wanted) {
        const id = idOf(one)
        const taken = book.contactsOf(one.key).length > 0 || book.own().has(one.key)
        if (taken || (await stores.records.get('contact', id)) !== null) continue
        contacts.push({ before: null, after: newcomer(one, id) })
      }
      await changes.commit({ contacts })
      return contacts.length
    })
  }

  /** Two devices that meet somebody make the same contact. */
  const idOf = ({ key }: Met): string => context.hash(`contact\n${key}`).slice(0, 26)

  function newcomer({ address, name }: Met, id: string): Contact {
    const fields = {
      ...emptyFields,
      confirmed: false,
      name: { ...emptyName, full: name },
      emails: [{ address, label: '', types: [], preferred: false, written: null }],
    }
    return newContact(id, fields, { nowMs: clock.nowMs(), uid: uidOf(context, id) })
  }

  /** Nobody whom the user deleted, and no list. */
  async function isWelcome({ key }: Met): Promise<boolean> {
    const [refusal, list] = await Promise.all([
      stores.records.get('contactRefusal', refusalId(context, 'collect', [key]), batch),
      stores.records.get('postingAddress', key, batch),
    ])
    return refusal === null && (list === null || list.listId === null)
  }

  async function outsideJunk(messages: readonly MessageSummary[]): Promise<MessageSummary[]> {
    const candidates = messages.filter((message) => peopleMet(message, book.own()).length > 0)
    if (candidates.length === 0) return []
    const roles = new Map<string, string | null>()
    for (const id of new Set(candidates.flatMap(({ mailboxIds }) => mailboxIds))) {
      roles.set(id, (await stores.records.get('mailbox', id, batch))?.role ?? null)
    }
    return candidates.filter(({ mailboxIds }) => {
      const found = mailboxIds.map((id) => roles.get(id))
      return !found.includes('junk') && !(found.length > 0 && found.every((role) => role === 'trash'))
    })
  }

  const ownPrint = (): string => context.hash([...book.own()].sort().join('\n')).slice(0, 16)

  async function readState(): Promise<State> {
    await book.ready()
    const own = ownPrint()
    const known = (await stores.records.get('checkpoint', checkpointId))?.state
    const said = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : {}
    const { after, done } = said
    return said['own'] === own
      ? { own, after: typeof after === 'string' ? after : null, done: done === true }
      : { own, after: null, done: false }
  }

  async function writeState(state: State): Promise<void> {
    const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state: { ...state } }
    await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, batch)
  }

  return {
    notice(messages) {
      for (const message of messages) {
        // until the addresses that are the user's are known, anybody might be the one who wrote it
        const own = book.isOpen ? book.own() : authors(message)
        const strangers = peopleMet(message, own).filter(({ key }) => book.contactsOf(key).length === 0)
        if (strangers.length > 0 && noticed.size < limits.noticed) noticed.add(message.id)
      }
    },
    collect,
    stored: {
      async needed() {
        const { done } = await readState()
        return !done && (await stores.messages.walk(null, 1, batch)).length > 0
      },
      async run(signal, report) {
        let state = await readState()
        const { messages: total } = await stores.stats()
        for (let done = 0; !state.done; ) {
          signal.throwIfAborted()
          const ids = await stores.messages.walk(state.after, limits.collectPage, batch)
          await collect(ids)
          done += ids.length
          state = { ...state, after: ids.at(-1) ?? state.after, done: ids.length < limits.collectPage }
          await writeState(state)
          report({ done: Math.min(done, total), total })
        }
      },
    },
    async settled() {
      let seen: unknown
      while (seen !== working) {
        seen = working
        await working
      }
    },
  }
}

const authors = ({ participants }: Pick<MessageSummary, 'participants'>): ReadonlySet<string> =>
  new Set(participants.flatMap(({ type, address }) => (type === 'from' ? [addressKey(address)] : [])))

/** Mail that is stored now, or whose body came. */
function messagesOf(event: CoreEvent): readonly string[] {
  return event.type === 'messages.added' || event.type === 'messages.changed' ? event.messageIds : []
}
