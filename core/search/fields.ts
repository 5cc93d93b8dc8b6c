import type { SearchField, SearchNode } from '../../storage/contracts/index.ts'
import { parseAge, parseDate, parseSize, type ZoneOffset } from './dates.ts'
import { fold } from './fold.ts'
import { importanceWords, type Levels, parseLevels, privacyWords } from './levels.ts'
import { maxPhraseTokens } from './limits.ts'
import { queryTokens } from './tokens.ts'

export interface MailboxName {
  readonly id: string
  readonly path: string
  readonly name: string
  readonly delimiter: string
  readonly role: string | null
}

/** A tag as a query may name it. */
export interface TagName {
  readonly id: string
  readonly name: string
}

/** A value after a field, and where it stands in the query. */
export interface FieldValue {
  readonly field: string
  readonly value: string
  readonly prefix: boolean
  readonly start: number
  readonly end: number
}

export interface FieldContext {
  readonly nowMs: number
  readonly zone: ZoneOffset
  readonly mailboxes: readonly MailboxName[]
  readonly own: readonly string[]
  readonly tags: readonly TagName[]
  /** the addresses of whoever is called so, in lower case; none if nobody is */
  readonly people: (name: string) => readonly string[]
  readonly issue: (start: number, end: number, message: string) => void
}

/** A node, or null if the value means nothing (an issue has been raised then, unless there is just nothing to find). */
type FieldReader = (value: FieldValue, context: FieldContext) => SearchNode | null

const textFields = new Map<string, SearchField>([
  ['from', 'from'],
  ['to', 'to'],
  ['cc', 'cc'],
  ['subject', 'subject'],
  ['body', 'body'],
  ['filename', 'files'],
])

const flags = new Map<string, SearchNode>([
  ['unread', { kind: 'flag', flag: 'seen', value: false }],
  ['read', { kind: 'flag', flag: 'seen', value: true }],
  ['starred', { kind: 'flag', flag: 'flagged', value: true }],
  ['replied', { kind: 'flag', flag: 'answered', value: true }],
  ['forwarded', { kind: 'flag', flag: 'forwarded', value: true }],
  ['draft', { kind: 'flag', flag: 'draft', value: true }],
])

const contents = new Map<string, SearchNode>([
  ['attachment', { kind: 'has', what: 'attachment' }],
  ['link', { kind: 'has', what: 'link' }],
  ['invite', { kind: 'has', what: 'invite' }],
])

const trackers = new Map<string, SearchNode>([
  ['yes', { kind: 'tracker', value: true }],
  ['no', { kind: 'tracker', value: false }],
])

const readers = new Map<string, FieldReader>([
  ['is', (value, context) => oneOf(flags, value, context)],
  ['has', (value, context) => oneOf(contents, value, context)],
  ['in', readMailbox],
  ['with', readPerson],
  ['tag', readTag],
  ['privacy', (value, context) => readLevels(value, context, 'privacy', privacyWords, { min: 0, max: 100 })],
  ['importance', (value, context) => readLevels(value, context, 'importance', importanceWords, { min: -10, max: 10 })],
  ['tracker', (value, context) => oneOf(trackers, value, context)],
  ['list', (value) => ({ kind: 'list', listId: value.value.replace(/^<|>$/g, '').toLowerCase() })],
  ['before', (value, context) => readTime(value, context, parseDate(value.value, context.nowMs, context.zone), 'to')],
  ['after', (value, context) => readTime(value, context, parseDate(value.value, context.nowMs, context.zone), 'from')],
  ['older', (value, context) => readTime(value, context, parseAge(value.value, context.nowMs), 'to')],
  ['newer', (value, context) => readTime(value, context, parseAge(value.value, context.nowMs), 'from')],
  ['larger', (value, context) => readSize(value, context, 'min')],
  ['smaller', (value, context) => readSize(value, context, 'max')],
])

export const isField = (name: string): boolean => readers.has(name) || textFields.has(name)

/** What comes after a field as a node. */
export function fieldNode(value: FieldValue, context: FieldContext): SearchNode | null {
  if (value.value.trim() === '') {
    context.issue(value.start, value.end, `Nothing follows “${value.field}:”.`)
    return null
  }
  const field = textFields.get(value.field)
  if (field === undefined) return readers.get(value.field)?.({ ...value, value: value.value.trim() }, context) ?? null
  if (value.value.toLowerCase() === 'me' && context.own.length > 0) return ownNode(field, context.own)
  return textNode(value, [field])
}

/** Words as consecutive tokens; null if there is no word in them. */
export function textNode(value: { value: string; prefix: boolean }, fields: readonly SearchField[]): SearchNode | null {
  const { tokens, prefix } = queryTokens(value.value, maxPhraseTokens)
  return tokens.length === 0 ? null : { kind: 'tokens', fields, tokens, prefix: prefix || value.prefix }
}

function ownNode(field: SearchField, own: readonly string[]): SearchNode | null {
  const nodes = own.flatMap((address) => textNode({ value: address, prefix: false }, [field]) ?? [])
  return nodes.length === 1 ? (nodes[0] ?? null) : { kind: 'or', nodes }
}

function oneOf(known: ReadonlyMap<string, SearchNode>, value: FieldValue, context: FieldContext): SearchNode | null {
  const node = known.get(value.value.toLowerCase())
  if (node !== undefined) return node
  context.issue(value.start, value.end, `“${value.field}:” knows ${list([...known.keys()])}.`)
  return null
}

const list = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

function readTime(value: FieldValue, context: FieldContext, ms: number | null, side: 'from' | 'to'): SearchNode | null {
  if (ms !== null) {
    const second = Math.floor(ms / 1000) * 1000
    return { kind: 'time', fromMs: side === 'from' ? second : null, toMs: side === 'to' ? second : null }
  }
  const form =
    value.field === 'older' || value.field === 'newer' ? 'an age like 7d, 2w, 3m or 1y' : 'a date like 2026-11-24'
  context.issue(value.start, value.end, `“${value.field}:” takes ${form}.`)
  return null
}

function readSize(value: FieldValue, context: FieldContext, side: 'min' | 'max'): SearchNode | null {
  const bytes = parseSize(value.value)
  if (bytes === null) {
    context.issue(value.start, value.end, `“${value.field}:” takes a size like 500k or 5M.`)
    return null
  }
  return { kind: 'size', minBytes: side === 'min' ? bytes : null, maxBytes: side === 'max' ? bytes : null }
}

/** Everybody who is called so: several people may be. */
function readPerson(value: FieldValue, context: FieldContext): SearchNode | null {
  const me = value.value.toLowerCase() === 'me' && context.own.length > 0
  const addresses = me ? context.own : context.people(value.value)
  if (addresses.length > 0) return { kind: 'with', addresses: addresses.map((address) => address.toLowerCase()) }
  context.issue(value.start, value.end, `Nobody called “${value.value}” is known.`)
  return null
}

/** By name or id; while one types, by the beginning of the name. */
function readTag(value: FieldValue, context: FieldContext): SearchNode | null {
  const wanted = foldName(value.value)
  const named = context.tags.filter(({ id, name }) => id === value.value || foldName(name) === wanted)
  const begun = value.prefix ? context.tags.filter(({ name }) => foldName(name).startsWith(wanted)) : []
  const found = named.length > 0 ? named : begun
  if (found.length > 0) return { kind: 'tag', tagIds: found.map(({ id }) => id) }
  context.issue(value.start, value.end, `There is no tag “${value.value}”.`)
  return null
}

function readLevels(
  value: FieldValue,
  context: FieldContext,
  kind: 'privacy' | 'importance',
  words: ReadonlyMap<string, Levels>,
  scale: Levels,
): SearchNode | null {
  const levels = parseLevels(value.value, words, scale)
  if (levels !== null) return { kind, min: Math.max(scale.min, levels.min), max: Math.min(scale.max, levels.max) }
  const example = kind === 'privacy' ? '<25 or 50..100' : '>5 or -3..10'
  context.issue(
    value.start,
    value.end,
    `“${value.field}:” takes ${list([...words.keys()])}, or a number like ${example}.`,
  )
  return null
}

/** Anywhere, a role, a whole path or the name of the mailbox itself; the same name in several accounts means all. */
function readMailbox(value: FieldValue, context: FieldContext): SearchNode | null {
  const wanted = plain(value.value)
  if (wanted === 'anywhere') return { kind: 'all' }
  const byPath = context.mailboxes.filter(({ path, delimiter }) => plain(path.replaceAll(delimiter, '/')) === wanted)
  const byName = context.mailboxes.filter(({ name, role }) => plain(name) === wanted || role === wanted)
  const found = byName.length > byPath.length ? byName : byPath
  if (found.length > 0) return { kind: 'mailbox', mailboxIds: found.map(({ id }) => id) }
  context.issue(value.start, value.end, `There is no mailbox “${value.value}”.`)
  return null
}

/** A path folded part by part, so that punctuation other than the slash still counts. */
const plain = (path: string): string =>
  path
    .split('/')
    .map((part) => foldName(part.trim()))
    .join('/')
const foldName = (name: string): string => name.replace(/[\p{L}\p{N}\p{M}]+/gu, fold)
