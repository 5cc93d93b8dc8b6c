import type { ChangeSet } from '../../storage/contracts/index.ts'
import { commitOrFail } from '../commit.ts'
import { type Contact, type ContactMerge, type ContactRefusal, contact, fail, type LogEntry } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import type { Book } from './book.ts'
import { limits } from './limits.ts'
import { displayName } from './naming.ts'

/** What one action does to the address book, in both directions. */
export interface BookChange {
  /** null before: it is new; null after: it goes */
  readonly contacts: readonly { readonly before: Contact | null; readonly after: Contact | null }[]
  readonly merges?: { readonly add: readonly ContactMerge[]; readonly remove: readonly ContactMerge[] }
  readonly refusals?: { readonly add: readonly ContactRefusal[]; readonly remove: readonly ContactRefusal[] }
}

export interface Changes {
  /** one after the other, so that each begins with what the one before it did; the book is open by then */
  inOrder<T>(work: () => Promise<T>): Promise<T>
  /** commits and tells; to be called in order. */
  commit(change: BookChange): Promise<void>
  /** the same, and how to undo it: answers the id of the action */
  act(change: BookChange): Promise<string>
  /** keeps how to undo what was committed in several parts */
  keepSteps(steps: readonly UndoStep[]): string
  /** keeps another way to undo */
  keep(inverse: () => Promise<void>): string
  /** whether the event that is being told now is of a change made here */
  isTelling(): boolean
}

/** What a contact was before an action, and the revision that the action left it at; null: it was not, or is not there. */
export interface UndoStep {
  readonly id: string
  readonly before: Contact | null
  readonly revision: number | null
}

type Inverse = Omit<BookChange, 'contacts'> & { readonly steps: readonly UndoStep[] }

export const stepOf = ({ before, after }: BookChange['contacts'][number]): UndoStep => ({
  id: after?.id ?? before?.id ?? '',
  before,
  revision: after?.revision ?? null,
})

export function createChanges(context: CoreContext, book: Book, undo: Undo): Changes {
  let last: Promise<unknown> = Promise.resolve()
  let telling = false

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(async () => {
      await book.ready()
      return work()
    })
    last = done.catch(() => undefined)
    return done
  }

  async function commit(change: BookChange): Promise<void> {
    for (const { after } of change.contacts) if (after !== null && !isWithinBounds(after)) throw tooLarge(after)
    for (const part of inParts(change)) {
      await commitOrFail(context, changeSetOf(context, part), 'This contact')
      const written = part.contacts.flatMap(({ after }) => after ?? [])
      const removed = part.contacts.flatMap(({ before, after }) =>
        after === null && before !== null ? [before.id] : [],
      )
      book.apply(written, removed)
      telling = true
      tell(context, [...written.map(({ id }) => id), ...removed])
      telling = false
    }
  }

  function keep(inverse: () => Promise<void>): string {
    const actionId = context.random.id()
    undo.keep(actionId, inverse)
    return actionId
  }

  /** Only what stands as its action left it can be put back. */
  async function putBack({ steps, merges, refusals }: Inverse): Promise<void> {
    const contacts: { before: Contact | null; after: Contact | null }[] = []
    for (const { id, before, revision } of steps) {
      const now = await context.stores.records.get('contact', id)
      if ((now?.revision ?? null) !== revision) throw changedSince(now)
      // revisions only grow: what comes back is another state of the same contact
      const next = Math.max(now?.revision ?? 0, before?.revision ?? 0) + 1
      contacts.push({ before: now, after: before && { ...before, revision: next } })
    }
    await commit({
      contacts,
      ...(merges === undefined ? {} : { merges }),
      ...(refusals === undefined ? {} : { refusals }),
    })
  }

  const keepInverse = (inverse: Inverse): string => keep(() => inOrder(() => putBack(inverse)))

  return {
    inOrder,
    commit,
    keep,
    isTelling: () => telling,
    keepSteps: (steps) => keepInverse({ steps }),
    async act(change) {
      await commit(change)
      const { merges, refusals } = change
      return keepInverse({
        steps: change.contacts.map(stepOf),
        ...(merges === undefined ? {} : { merges: { add: merges.remove, remove: merges.add } }),
        ...(refusals === undefined ? {} : { refusals: { add: refusals.remove, remove: refusals.add } }),
      })
    },
  }
}

/** What is kept can be read again: nothing is written that its schema refuses. */
export const isWithinBounds = (given: Contact): boolean => contact.safeParse(given).success

const tooLarge = (given: Contact) =>
  fail('limit', `“${displayName(given)}” would hold more than a contact can. Nothing was changed.`)

const changedSince = (now: Contact | null) =>
  fail(
    'conflict',
    now === null
      ? 'This contact was deleted since. Nothing was undone.'
      : 'This contact was changed since. Nothing was undone, so that nothing newer is lost.',
    { current: now },
  )

/** Large changes go in several change sets: merges and refusals with the first. */
function* inParts(change: BookChange): Generator<BookChange> {
  const { contacts, ...others } = change
  yield { ...others, contacts: contacts.slice(0, limits.commit) }
  for (let at = limits.commit; at < contacts.length; at += limits.commit) {
    yield { contacts: contacts.slice(at, at + limits.commit) }
  }
}

function changeSetOf({ log }: CoreContext, { contacts, merges, refusals }: BookChange): ChangeSet {
  return {
    recordInserts: contacts.flatMap(({ before, after }) =>
      before === null && after !== null ? [{ noun: 'contact' as const, value: after }] : [],
    ),
    recordPatches: contacts.flatMap(({ before, after }) =>
      before === null || after === null
        ? []
        : [
            {
              noun: 'contact' as const,
              id: after.id,
              from: { revision: before.revision },
              set: differences(before, after),
            },
          ],
    ),
    recordPuts: [
      ...(merges?.add ?? []).map((value) => ({ noun: 'contactMerge' as const, value })),
      ...(refusals?.add ?? []).map((value) => ({ noun: 'contactRefusal' as const, value })),
    ],
    recordRemoves: [
      ...contacts.flatMap(({ before, after }) =>
        after === null && before !== null ? [{ noun: 'contact' as const, id: before.id }] : [],
      ),
      ...(merges?.remove ?? []).map(({ id }) => ({ noun: 'contactMerge' as const, id })),
      ...(refusals?.remove ?? []).map(({ id }) => ({ noun: 'contactRefusal' as const, id })),
    ],
    log: contacts.flatMap(({ before, after }) => logOf(log, before, after)),
  }
}

/** One entry a field that says another now; the parts of a name each by itself. */
function logOf(log: CoreContext['log'], before: Contact | null, after: Contact | null): LogEntry[] {
  if (after === null) return before === null ? [] : [log.delete('contact', before.id)]
  const { id: _, revision: __, name, ...fields } = differences(before, after)
  const names = Object.entries(name ?? {}).filter(([part, text]) => text !== Reflect.get(before?.name ?? {}, part))
  return [
    ...log.fields('contact', after.id, fields),
    ...names.map(([part, text]) => log.set('contact', after.id, `name.${part}`, text)),
  ]
}

function differences(before: Contact | null, after: Contact): Partial<Contact> {
  return Object.fromEntries(
    Object.entries(after).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before ?? {}, field)),
    ),
  )
}

function tell({ events }: CoreContext, ids: readonly string[]): void {
  if (ids.length === 0) return
  const contactIds = [...new Set(ids)]
  const more = contactIds.length > limits.eventIds
  events.emit({ type: 'contacts.changed', contactIds: contactIds.slice(0, limits.eventIds), more })
}
