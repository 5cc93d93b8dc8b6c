import type { SearchNode } from '../../storage/contracts/index.ts'
import type { CallContext, Handlers, Highlighted, MessageSummary, Operations, SearchHit } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ZoneOffset } from './dates.ts'
import { readFacets } from './facets.ts'
import { highlight, hitsOf, type Term, termsIn, termsOf } from './highlight.ts'
import { maxSnippetBytes, maxSnippetMessageBytes } from './limits.ts'
import { findPeople, noContacts, type PeopleNames } from './people.ts'
import { parseQuery, type Query } from './query.ts'
import { valuesOf } from './rename.ts'
import { snippetOf } from './snippets.ts'
import { allRecords, keepSuggestions } from './suggest.ts'

export interface SearchOptions {
  /** the time zone that dates in queries are read in; UTC unless told */
  readonly zone?: ZoneOffset
  /** for `with:`; every address is somebody of their own without it */
  readonly contacts?: PeopleNames
}

export interface SearchManager {
  readonly handlers: Handlers<Operations['search']>
  /** a query as it stands, for others that search by one: rules */
  read(text: string): Promise<Query>
}

/** Search of messages, snippets of their bodies, and suggestions while one types. */
export function createSearchManager(context: CoreContext, options: SearchOptions = {}): SearchManager {
  const { stores } = context
  const zone = options.zone ?? (() => 0)
  const suggestions = keepSuggestions(context)

  /** Mailboxes, accounts, tags and people are read only for a query that may name them. */
  async function read(text: string, typing: boolean): Promise<Query> {
    const accounts = /:"?me\b/i.test(text) ? await allRecords(context, 'account') : []
    return parseQuery(text, {
      nowMs: context.clock.nowMs(),
      zone,
      mailboxes: /\bin:/i.test(text) ? await allRecords(context, 'mailbox') : [],
      own: accounts.map(({ address }) => address).filter((address) => address !== ''),
      tags: /\btag:/i.test(text) ? await allRecords(context, 'tag') : [],
      people: await findPeople(valuesOf(text, 'with'), options.contacts ?? noContacts, suggestions.ready),
      typing,
    })
  }

  const handlers: Handlers<Operations['search']> = {
    async messages({ query: text, sort, cursor, limit, typing }, call) {
      const query = await read(text, typing)
      const request = { node: inSight(query), sort, cursor, limit }
      const [page, coverage] = await Promise.all([
        stores.search.match(request, storeOptions(call)),
        stores.search.coverage(storeOptions(call)),
      ])
      const messages = await stores.messages.get(page.items, storeOptions(call))
      const terms = termsOf(query.node)
      return {
        items: messages.map((message) => toHit(message, terms)),
        nextCursor: page.nextCursor,
        issues: query.issues,
        coverage,
      }
    },

    async snippets({ query: text, ids, typing }, call) {
      const query = await read(text, typing)
      const terms = termsIn(termsOf(query.node), 'body')
      const messages = await stores.messages.get(ids, storeOptions(call))
      const texts = await bodies(context, terms.length === 0 ? [] : messages, call)
      return {
        items: messages.map((message) => ({
          id: message.id,
          snippet: snippetOf(texts.get(message.id) ?? '', terms) ?? highlight(message.excerpt, terms),
        })),
      }
    },

    async facets({ query: text, typing }, call) {
      return readFacets(context, inSight(await read(text, typing)), zone, storeOptions(call))
    },

    async suggest({ text, kinds, limit }) {
      return { items: (await suggestions.ready()).find(text, kinds, limit) }
    },
  }
  return { handlers, read: (text) => read(text, false) }
}

/** Junk and trash are searched only by a query that says where to look. */
function inSight({ node, places }: Query): SearchNode {
  return places ? node : { kind: 'and', nodes: [node, { kind: 'visible' }] }
}

const storeOptions = ({ signal, priority }: CallContext) => (signal === undefined ? { priority } : { signal, priority })

function toHit(message: MessageSummary, terms: readonly Term[]): SearchHit {
  const subject = highlight(message.subject, termsIn(terms, 'subject'))
  const snippet = highlight(message.excerpt, termsIn(terms, 'body'))
  return { message, subject, snippet, file: matchingFile(message, terms, subject, snippet) }
}

/** An attachment is named when it was asked for, or when the words stand nowhere else that is shown. */
function matchingFile(
  message: MessageSummary,
  terms: readonly Term[],
  subject: Highlighted,
  snippet: Highlighted,
): string | null {
  const shown = subject.hits.length + snippet.hits.length > 0
  const wanted = termsIn(terms, 'files').filter((term) => term.fields.length > 0 || !shown)
  return message.attachments.find(({ name }) => hitsOf(name, wanted).length > 0)?.name ?? null
}

/** Plain texts of the bodies that are here and small enough, by message id. */
async function bodies(
  { stores, reader }: CoreContext,
  messages: readonly MessageSummary[],
  call: CallContext,
): Promise<Map<string, string>> {
  let total = 0
  const wanted = messages.flatMap((message) => {
    const copy = message.copies[0]
    if (copy === undefined || copy.sizeBytes > maxSnippetMessageBytes) return []
    total += copy.sizeBytes
    return total > maxSnippetBytes ? [] : [{ id: message.id, blob: copy.blob }]
  })
  const blobs = await Promise.all(wanted.map(({ blob }) => stores.blobs.get(blob)))
  call.signal?.throwIfAborted()
  const found = wanted.flatMap(({ id }, i) => {
    const raw = blobs[i] ?? null
    return raw === null ? [] : [{ id, raw }]
  })
  if (found.length === 0) return new Map()
  const texts = await reader.texts(
    found.map(({ raw }) => raw),
    storeOptions(call),
  )
  return new Map(found.map(({ id }, i) => [id, texts[i] ?? '']))
}
