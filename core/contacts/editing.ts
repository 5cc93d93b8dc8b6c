import {
  type Contact,
  type ContactPatch,
  type ContactRefusal,
  fail,
  type Handlers,
  type Operations,
} from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { Book } from './book.ts'
import type { Changes } from './changes.ts'
import { emptyFields, newContact, pathsOf, tidy, withPaths } from './fields.ts'
import { completed, inversePatch, type Patched, patched, withOwnAddresses } from './patch.ts'
import { readContact, readContacts } from './read.ts'
import { refusalOf } from './refusals.ts'
import { uidOf } from './uid.ts'

type Editing = Pick<Handlers<Operations['contacts']>, 'create' | 'patch' | 'remove' | 'setPhoto'>

export interface EditingTools {
  readonly book: Book
  readonly changes: Changes
  countryOf(): Promise<string | null>
}

/** What changes one contact at a time. */
export function createEditing(context: CoreContext, { book, changes, countryOf }: EditingTools): Editing {
  const { stores, clock, random } = context

  async function complete(set: ContactPatch): Promise<ContactPatch> {
    return completed(context, set, await countryOf())
  }

  /** The caller is in order. */
  async function applyPatch(
    id: string,
    given: { currentState: ContactPatch; set: ContactPatch },
  ): Promise<Patched & { before: Contact }> {
    const before = await readContact(context, id)
    const { contact, paths } = patched(before, given, clock.nowMs())
    const after = withOwnAddresses(contact, book.accounts.addresses)
    if (paths.length > 0) await changes.commit({ contacts: [{ before, after }] })
    return { before, contact: after, paths }
  }

  return {
    async create({ set }) {
      const given = await complete(set)
      return changes.inOrder(async () => {
        const id = random.id()
        const fields = tidy(withPaths(emptyFields, pathsOf(given)))
        const contact = newContact(id, fields, { nowMs: clock.nowMs(), uid: uidOf(context, id) })
        const actionId = await changes.act({ contacts: [{ before: null, after: contact }] })
        return { contact, actionId }
      })
    },

    async patch({ id, currentState, set }) {
      const given = await complete(set)
      return changes.inOrder(async () => {
        const done = await applyPatch(id, { currentState, set: given })
        const { currentState: from, set: back } = inversePatch(done.before, done)
        const undo = () =>
          changes.inOrder(() => applyPatch(id, { currentState: from, set: back })).then(() => undefined)
        return { contact: done.contact, actionId: changes.keep(undo) }
      })
    },

    remove: ({ ids }) =>
      changes.inOrder(async () => {
        const contacts = await readContacts(context, ids)
        if (contacts.some(({ own }) => own)) {
          throw fail(
            'invalid',
            'This is your own card. It stays, with the addresses of your accounts. Nothing was deleted.',
          )
        }
        const refusals = await newRefusals(contacts)
        const merges = await Promise.all(
          contacts.map(({ id }) => stores.records.list('contactMerge', { scope: id, limit: 500 })),
        )
        const actionId = await changes.act({
          contacts: contacts.map((before) => ({ before, after: null })),
          refusals: { add: refusals, remove: [] },
          merges: { add: [], remove: merges.flatMap(({ items }) => items) },
        })
        return { actionId }
      }),

    async setPhoto({ id, photo }) {
      const blob = photo && (await context.reader.encode(photo.bytes))
      if (blob !== null) await stores.blobs.put([blob])
      return changes.inOrder(async () => {
        const before = await readContact(context, id)
        const after = {
          ...before,
          photo: photo && blob && { blob: blob.hash, type: photo.type, sizeBytes: blob.sizeBytes, written: null },
          revision: before.revision + 1,
          updatedAtMs: clock.nowMs(),
        }
        return { contact: after, actionId: await changes.act({ contacts: [{ before, after }] }) }
      })
    },
  }

  /** Who was deleted is not collected again. */
  async function newRefusals(contacts: readonly Contact[]): Promise<ContactRefusal[]> {
    const keys = new Set(contacts.flatMap(({ emails }) => emails.map(({ address }) => addressKey(address))))
    const refusals: ContactRefusal[] = []
    for (const key of keys) {
      const refusal = refusalOf(context, 'collect', [key])
      if ((await stores.records.get('contactRefusal', refusal.id)) === null) refusals.push(refusal)
    }
    return refusals
  }
}
