import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { builtIn, createRegistry, type Registry, type RunOptions, runComponents } from '../../components/index.ts'
import type { Participant } from '../../defs/index.ts'
import { importanceComponents } from '../../importance/index.ts'
import type { PreparedMail } from '../../ports.ts'
import { searchFields } from '../../search/index.ts'
import { participantsOf } from './addresses.ts'
import { describe, type FoundPart, unpackParts } from './attachments.ts'
import { readDate, readReceivedDate } from './dates.ts'
import { excerptOf, hasLinkIn, openingOf } from './excerpt.ts'
import { canonicalLines, type Field, fieldValue, type HeaderBlock, readHeaderBlock } from './header-block.ts'
import { readIdentifiers, readListId, readMessageId, readPostAddress } from './identifiers.ts'
import { lightenBody } from './light-body.ts'
import { limits } from './limits.ts'
import { addressFields, type ParsedMail, parseHeadOnly, parseMail } from './mail-stream.ts'
import { mailView, sampledBytes } from './mail-view.ts'
import { explain, tooBig } from './problems.ts'
import { cutText, oneLine } from './readable.ts'
import { bodyText, mended } from './text.ts'

/** Everything of a PreparedMail but the compressed bytes, which whoever runs this adds. */
export type ParsedForIngest = Omit<PreparedMail, 'blob'>

export interface PrepareOptions {
  readonly headersOnly: boolean
  /** do not parse the body, and say why: for a message that has stopped a parser before */
  readonly giveUp?: string | undefined
  /** what looks at the message beside the parser; the built-in components when none are named */
  readonly registry?: Registry | undefined
  readonly components?: RunOptions | undefined
}

const standard = createRegistry([...builtIn, ...importanceComponents])

/**
 * Raw bytes to what ingest stores. Never throws for what a message contains: what the parser cannot read becomes a
 * message with the headers that could be read, `unreadable`, and the reason in `problem`.
 */
export async function prepareMail(raw: Uint8Array, options: PrepareOptions): Promise<ParsedForIngest> {
  const head = readHeaderBlock(raw)
  if (options.headersOnly) return assemble(raw, head, await readHead(head), 'pending', null)
  const unreadable = async (problem: string): Promise<ParsedForIngest> =>
    withFeatures(assemble(raw, head, await readHead(head), 'unreadable', problem), head, nothing, [], options)
  if (options.giveUp !== undefined) return unreadable(options.giveUp)
  if (raw.length > limits.parsedBytes) return unreadable(tooBig(raw.length))
  let read: ReadMail
  try {
    const parsed = await parseForIngest(head.fields, raw.subarray(head.bodyStart))
    read = { parsed, parts: await unpackParts(parsed.parts) }
  } catch (thrown) {
    return unreadable(explain(thrown))
  }
  return withFeatures(assemble(raw, head, read, 'full', head.cut), head, read.parsed, read.parts, options)
}

/** What the components find: in all of the message, or in its headers alone where the rest could not be read. */
async function withFeatures(
  prepared: ParsedForIngest,
  head: HeaderBlock,
  parsed: ParsedMail,
  parts: readonly FoundPart[],
  { registry = standard, components }: PrepareOptions,
): Promise<ParsedForIngest> {
  const view = mailView(head.bytes, prepared.participants, parsed, parts)
  const headersOnly = prepared.bodyState !== 'full'
  const { features } = await runComponents(registry, view, { ...components, headersOnly })
  return { ...prepared, features }
}

/** The same without the parser, for a message that stops it in every way: what stands in the headers as it stands there. */
export function unreadableMail(raw: Uint8Array, problem: string): ParsedForIngest {
  const head = readHeaderBlock(raw)
  const parsed = { ...nothing, subject: fieldValue(head.fields, 'subject') }
  return assemble(raw, head, { parsed, parts: [] }, 'unreadable', problem)
}

/** Without the content of big files. Where one stood in a text, and not in a part of its own, everything is read. */
async function parseForIngest(fields: readonly Field[], body: Uint8Array): Promise<ParsedMail> {
  const options = { textInHtml: false, keep: sampledBytes }
  const light = lightenBody(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  if (light !== null) {
    const lightOptions = { ...options, files: light.files }
    const parsed = await mended(fields, light.bytes, lightOptions, await parseMail(fields, light.bytes, lightOptions))
    if (parsed.parts.filter(({ leftOut }) => leftOut !== null).length === light.files.size) return parsed
  }
  return mended(fields, body, options, await parseMail(fields, body, options))
}

interface ReadMail {
  readonly parsed: ParsedMail
  readonly parts: readonly FoundPart[]
}

const nothing: ParsedMail = { subject: '', addresses: new Map(), text: '', html: null, parts: [] }

async function readHead(head: HeaderBlock): Promise<ReadMail> {
  return { parsed: await parseHeadOnly(head.fields).catch(() => nothing), parts: [] }
}

function assemble(
  raw: Uint8Array,
  head: HeaderBlock,
  { parsed, parts }: ReadMail,
  bodyState: PreparedMail['bodyState'],
  problem: string | null,
): ParsedForIngest {
  const field = (name: string): string => fieldValue(head.fields, name)
  const subject = oneLine(parsed.subject, limits.subjectChars)
  const participants = people(parsed)
  const attachments = describe(parts, parsed.html)
  const text = cutText(bodyText(parsed), limits.indexedChars)
  const messageId = readMessageId(field('message-id'))
  const attachmentNames = attachments.map(({ name }) => name)
  return {
    headerHash: sha256(canonicalLines(head.bytes)),
    contentHash: messageId === null && bodyState !== 'pending' ? sha256(canonicalLines(raw)) : null,
    bodyState,
    problem,
    messageId,
    inReplyTo: readIdentifiers(field('in-reply-to')),
    references: readIdentifiers(field('references')),
    listId: readListId(field('list-id')),
    listPost: readPostAddress(field('list-post')),
    dateMs: readDate(field('date')),
    topReceivedMs: readReceivedDate(field('received')),
    subject,
    participants,
    attachments,
    excerpt: excerptOf(text),
    hasLink: hasLinkIn(text, parsed.html),
    hasInvite: attachments.some(({ type, name }) => type === 'text/calendar' || /\.ics$/i.test(name)),
    sizeBytes: raw.length,
    opening: openingOf(text),
    search: searchFields({ subject, participants, text, attachmentNames }),
    features: [],
  }
}

function people(parsed: ParsedMail): Participant[] {
  const all = addressFields.flatMap((field) => participantsOf(field, parsed.addresses.get(field) ?? []))
  const from = all.find(({ type }) => type === 'from')
  return all.filter(({ type, address }) => type !== 'sender' || address !== from?.address).slice(0, limits.participants)
}

const sha256 = (input: Uint8Array | string): string => hash('sha256', input)
