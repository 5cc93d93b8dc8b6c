import { type Contact, type ContactMerge, fail, type Handlers, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Book } from './book.ts'
import type { Changes } from './changes.ts'
import { limits } from './limits.ts'
import { Marks } from './marks.ts'
import { merged } from './merge.ts'
import { readContact, readContacts } from './read.ts'
import { refusalOf } from './refusals.ts'
import { splitContact } from './split.ts'
import { findPairs, findPairsOf, type Pair, pairKey } from './suggestions.ts'
import { unmerged } from './unmerge.ts'

type Merging = Pick<
  Handlers<Operations['contacts']>,
  'merge' | 'unmerge' | 'split' | 'mergeSuggestions' | 'dismissSuggestion'
>

/** What makes one contact of several, and several of one. */
export function createMerging(context: CoreContext, { book, changes }: { book: Book; changes: Changes }): Merging {
  const { stores, clock, random } = context
  const marks = new Marks()
  let pairs: { readonly version: number; readonly found: readonly Pair[] } | null = null

  async function suggestions(id: string | undefined): Promise<readonly Pair[]> {
    await book.ready()
    if (pairs?.version === book.version) {
      return pairs.found.filter(({ ids }) => id === undefined || ids.includes(id))
    }
    const { version } = book
    const without = await refused()
    if (id !== undefined) return findPairsOf(book, marks, id, without)
    const found = await findPairs(book, marks, without)
    pairs = { version, found }
    return found
  }

  async function refused(): Promise<Set<string>> {
    const keys = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list('contactRefusal', { scope: 'suggest', cursor, limit: limits.page })
      for (const { about } of page.items) keys.add(pairKey(about[0] ?? '', about[1] ?? ''))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return keys
  }

  return {
    merge: ({ ids, into, choose }) =>
      changes.inOrder(async () => {
        if (!ids.includes(into)) {
          throw fail('invalid', 'The contact that the others go into has to be one of them. Nothing was changed.', {
            field: 'into',
          })
        }
        const contacts = await readContacts(context, [into, ...ids])
        const [first, ...others] = contacts
        if (first === undefined || others.length === 0) {
          throw fail('invalid', 'Choose at least two contacts. Nothing was changed.', { field: 'ids' })
        }
        if (others.some(({ own }) => own)) {
          throw fail('invalid', 'Your own card stays: the others go into it. Nothing was changed.', { field: 'into' })
        }
        const result = merged([first, ...others], choose, clock.nowMs())
        const merge: ContactMerge = {
          id: random.id(),
          contactId: into,
          mergedAtMs: clock.nowMs(),
          originals: contacts,
          result,
        }
        const actionId = await changes.act({
          contacts: [{ before: first, after: result }, ...others.map((before) => ({ before, after: null }))],
          merges: { add: [merge], remove: [] },
        })
        return { contactId: into, actionId }
      }),

    unmerge: ({ id }) =>
      changes.inOrder(async () => {
        const now = await readContact(context, id)
        const { items } = await stores.records.list('contactMerge', { scope: id, limit: limits.page })
        const merge = items.toSorted((a, b) => b.mergedAtMs - a.mergedAtMs || (a.id < b.id ? 1 : -1))[0]
        if (merge === undefined) throw fail('not-found', 'This contact was not made of others. Nothing was changed.')
        const back = unmerged(merge, now, clock.nowMs())
        const contacts: { before: Contact | null; after: Contact }[] = []
        for (const [i, after] of back.entries()) {
          // one that is here again by other means is left as it is
          const there = i === 0 ? now : await stores.records.get('contact', after.id)
          if (i === 0 || there === null) contacts.push({ before: there, after })
        }
        const actionId = await changes.act({ contacts, merges: { add: [], remove: [merge] } })
        return { contactIds: back.map((contact) => contact.id), actionId }
      }),

    split: ({ id, parts }) =>
      changes.inOrder(async () => {
        const before = await readContact(context, id)
        const { rest, others } = splitContact(context, before, parts)
        const actionId = await changes.act({
          contacts: [{ before, after: rest }, ...others.map((after) => ({ before: null, after }))],
        })
        return { contactIds: others.map((contact) => contact.id), actionId }
      }),

    async mergeSuggestions({ id, cursor, limit }) {
      const all = await suggestions(id)
      await book.ordered()
      const from = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
      const items = all.slice(from, from + limit).map(({ ids, evidence }) => ({
        contacts: ids.flatMap((one) => {
          const entry = book.get(one)
          return entry === undefined ? [] : [book.summary(entry)]
        }),
        evidence: [...evidence],
      }))
      return { items, nextCursor: from + limit < all.length ? String(from + limit) : null }
    },

    dismissSuggestion: ({ ids }) =>
      changes.inOrder(async () => {
        const refusal = refusalOf(context, 'suggest', ids.toSorted())
        const actionId = await changes.act({ contacts: [], refusals: { add: [refusal], remove: [] } })
        pairs = null
        return { actionId }
      }),
  }
}
