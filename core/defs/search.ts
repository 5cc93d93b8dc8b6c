import { z } from 'zod'
import { messageSummary } from './messages.ts'
import { pageInput, query } from './operation.ts'

/** A part of the query that could not be understood: UTF-16 offsets into the text; the rest is searched. */
export const queryIssue = z.object({ start: z.number().int(), end: z.number().int(), message: z.string() })

/** Text with what matched: `hits` are [start, end) UTF-16 offsets, in order, not overlapping. */
export const highlighted = z.object({ text: z.string(), hits: z.array(z.tuple([z.number().int(), z.number().int()])) })
export type Highlighted = z.output<typeof highlighted>

export const searchHit = z.object({
  message: messageSummary,
  subject: highlighted,
  snippet: highlighted,
  /** name of the attachment that matched, if that is why */
  file: z.string().nullable(),
})
export type SearchHit = z.output<typeof searchHit>

export const suggestion = z.object({
  kind: z.enum(['person', 'discussion', 'tag', 'mailbox', 'subject']),
  label: z.string(),
  /** what to put in the query, or where to go */
  value: z.string(),
  details: z.string(),
})
export type Suggestion = z.output<typeof suggestion>

/** What matches have in common, each value with how many of the `counted` newest matches have it, at most 5 of a kind. */
export const searchFacets = z.object({
  counted: z.number().int(),
  /** whether these are all that match */
  complete: z.boolean(),
  attachment: z.number().int(),
  link: z.number().int(),
  unread: z.number().int(),
  starred: z.number().int(),
  /** who wrote; the most frequent first */
  people: z.array(z.object({ address: z.string(), label: z.string(), count: z.number().int() })),
  mailboxes: z.array(z.object({ mailboxId: z.string(), count: z.number().int() })),
  /** the latest first */
  years: z.array(z.object({ year: z.number().int(), count: z.number().int() })),
})
export type SearchFacets = z.output<typeof searchFacets>

/** What was typed. `typing`: somebody is still at it, so the last word is taken as the beginning of one. */
const queryInput = { query: z.string().max(2000), typing: z.boolean().default(false) }

export const search = {
  messages: query(
    'Search messages; newest first unless sorted by relevance',
    z.object({ ...queryInput, sort: z.enum(['newest', 'relevance']).default('newest'), ...pageInput }),
    z.object({
      items: z.array(searchHit),
      nextCursor: z.string().nullable(),
      issues: z.array(queryIssue),
      /** how many messages are searchable, and the date of the oldest */
      coverage: z.object({ messages: z.number().int(), oldestMs: z.number().int().nullable() }),
    }),
  ),
  snippets: query(
    'The lines around the hits in the bodies of messages, for rows that are on screen',
    z.object({ ...queryInput, ids: z.array(z.string()).max(100) }),
    z.object({ items: z.array(z.object({ id: z.string(), snippet: highlighted })) }),
  ),
  facets: query('What the newest matches have in common, to narrow a search by', z.object(queryInput), searchFacets),
  suggest: query(
    'People, mailboxes and subjects that begin with what was typed',
    z.object({
      text: z.string().max(200),
      kinds: z.array(suggestion.shape.kind).optional(),
      limit: z.coerce.number().int().min(1).max(50).default(8),
    }),
    z.object({ items: z.array(suggestion) }),
  ),
}
