import { type CallContext, fail, type Handlers, type Operations, type RecipientSuggestion } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import { exchangeWith } from './exchange.ts'
import { writePiece } from './export.ts'
import type { Groups } from './groups.ts'
import { limits } from './limits.ts'
import { displayName } from './naming.ts'
import { readContact } from './read.ts'
import { type Correspondence, type Strangers, suggestRecipients } from './suggest.ts'
import { fits, wantedBy, wordsOf } from './words.ts'

type Reading = Pick<
  Handlers<Operations['contacts']>,
  'list' | 'get' | 'photo' | 'groups' | 'forAddresses' | 'suggest' | 'exchange' | 'export' | 'merges'
>

export interface ReadingTools {
  readonly book: Book
  readonly groups: Groups
  readonly correspondence: Correspondence
  readonly strangers: Strangers
}

interface Filter {
  readonly text?: string | undefined
  readonly group?: string | undefined
  readonly tagId?: string | undefined
  readonly confirmed?: boolean | undefined
  readonly kind?: BookEntry['kind'] | undefined
}

/** What is asked of the address book and changes nothing. */
export function createReading(context: CoreContext, tools: ReadingTools): Reading {
  const { book, groups } = tools
  const { stores } = context

  async function filtered(filter: Filter): Promise<BookEntry[]> {
    const entries = await book.ordered()
    const { text = '', group, tagId, confirmed, kind } = filter
    const people = group === undefined ? null : groups.peopleOf(group)
    const wanted = text.trim() === '' ? null : wantedBy(text)
    const tagIds = wanted === null ? [] : await tagsNamed(text)
    return entries.filter(
      (entry) =>
        (people === null || people.has(entry.id)) &&
        (tagId === undefined || entry.tagIds.includes(tagId)) &&
        (confirmed === undefined || entry.confirmed === confirmed) &&
        (kind === undefined || entry.kind === kind) &&
        (wanted === null ||
          fits(wanted, entry.haystack, entry.digits) ||
          tagIds.some((id) => entry.tagIds.includes(id))),
    )
  }

  /** Tags whose name begins with what was typed. */
  async function tagsNamed(text: string): Promise<string[]> {
    const wanted = { ...wantedBy(text), digits: '' }
    const { items } = await stores.records.list('tag', { limit: limits.page })
    return items.filter(({ name }) => fits(wanted, ` ${wordsOf(name, 20).join(' ')}`, '')).map(({ id }) => id)
  }

  return {
    async list({ cursor, limit, ...filter }) {
      const found = await filtered(filter)
      const from = placeOf(found, cursor)
      const items = found.slice(from, from + limit)
      const last = items.at(-1)
      const more = last !== undefined && from + limit < found.length
      return {
        items: items.map((entry) => book.summary(entry)),
        nextCursor: more ? `${from + limit - 1} ${last.id}` : null,
        total: found.length,
      }
    },

    get: ({ id }) => readContact(context, id),

    async photo({ id }) {
      const { photo, ...contact } = await readContact(context, id)
      if (photo === null) throw fail('not-found', 'This contact has no picture.')
      const bytes = await stores.blobs.get(photo.blob)
      if (bytes === null) {
        throw fail(
          'corrupt',
          'The stored picture of this contact is missing. Everything else is safe. Give it another.',
        )
      }
      return { name: displayName(contact), type: photo.type, bytes }
    },

    async groups() {
      const order = await book.nameOrder()
      const all = groups.all().map(({ name, contactId, people }) => ({ name, contactId, count: people.size }))
      return { items: all.sort((a, b) => order.compare(order.keyOf(a.name), order.keyOf(b.name))) }
    },

    async forAddresses({ addresses }) {
      await book.ordered()
      return {
        items: addresses.map((address) => ({
          address,
          contacts: book.contactsOf(address).flatMap((id) => {
            const entry = book.get(id)
            return entry === undefined ? [] : [book.summary(entry)]
          }),
        })),
      }
    },

    async suggest({ text, limit }): Promise<{ items: RecipientSuggestion[] }> {
      return { items: await suggestRecipients({ context, ...tools }, text, limit) }
    },

    async exchange({ id }, call: CallContext) {
      await book.ready()
      const entry = book.get(id)
      if (entry === undefined) throw fail('not-found', 'This contact is not here any more.')
      const own = book.own()
      const keys = entry.own ? [...entry.keys] : entry.keys.filter((key) => !own.has(key))
      return exchangeWith(context, keys, call)
    },

    async export({ ids, group, version, cursor }, { signal }) {
      const chosen = ids ?? (await filtered({ group })).map(({ id }) => id)
      const piece = await writePiece(context, chosen, placeIn(chosen, cursor), version, signal)
      const last = chosen[piece.done - 1]
      return {
        name: group === undefined ? 'contacts.vcf' : `${group}.vcf`,
        type: 'text/vcard; charset=utf-8',
        bytes: piece.bytes,
        contacts: piece.contacts,
        nextCursor: piece.done < chosen.length && last !== undefined ? `${piece.done - 1} ${last}` : null,
      }
    },

    async merges({ id }) {
      const { items } = await stores.records.list('contactMerge', { scope: id, limit: limits.page })
      return {
        items: items
          .toSorted((a, b) => b.mergedAtMs - a.mergedAtMs || (a.id < b.id ? 1 : -1))
          .map((merge) => ({
            id: merge.id,
            mergedAtMs: merge.mergedAtMs,
            originals: merge.originals.map((original) => ({
              id: original.id,
              displayName: displayName(original),
              addresses: original.emails.map(({ address }) => address),
            })),
          })),
      }
    },
  }
}

/** A cursor names the last one of the page before, and where it stood: the list may have changed meanwhile. */
function placeOf(entries: readonly BookEntry[], cursor: string | undefined): number {
  return placeIn(
    entries.map(({ id }) => id),
    cursor,
  )
}

function placeIn(ids: readonly string[], cursor: string | undefined): number {
  const [, index = '', id] = /^(\d{1,9}) (.+)$/.exec(cursor ?? '') ?? []
  if (id === undefined) return 0
  const at = Number(index)
  if (ids[at] === id) return at + 1
  const found = ids.indexOf(id)
  return found >= 0 ? found + 1 : Math.min(at, ids.length)
}
