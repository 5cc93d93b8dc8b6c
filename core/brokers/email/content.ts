import { headerFields, remoteReport } from '../../components/index.ts'
import { fail, type RemoteContent } from '../../defs/index.ts'
import type { MailContent, MailPart } from '../../ports.ts'
import { neededBytes, unpackParts } from './attachments.ts'
import { fieldValue, readHeaderBlock } from './header-block.ts'
import { htmlToText } from './html-text.ts'
import { readListUris, readPostAddress } from './identifiers.ts'
import { limits } from './limits.ts'
import { type ParsedMail, type ParseOptions, parseMail } from './mail-stream.ts'
import { explain, tooBig } from './problems.ts'
import { cutText } from './readable.ts'
import { bodyText, mended } from './text.ts'

/** What is read in the window. `html` is hostile as it came. Cut at the display limits, which `truncated` tells. */
export async function mailContent(raw: Uint8Array): Promise<MailContent> {
  const head = readHeaderBlock(raw)
  const list = {
    listUnsubscribe: readListUris(fieldValue(head.fields, 'list-unsubscribe')),
    listPost: readPostAddress(fieldValue(head.fields, 'list-post')),
  }
  try {
    const { text, html } = await parse(raw, { textInHtml: true, keep: () => 0 })
    const plain = text.trim() === '' && html !== null ? htmlToText(html, limits.shownTextChars + 1) : text
    return {
      text: cutText(plain, limits.shownTextChars),
      html: html === null ? null : cutText(html, limits.shownHtmlChars),
      problem: null,
      truncated: plain.length > limits.shownTextChars || (html?.length ?? 0) > limits.shownHtmlChars,
      ...list,
    }
  } catch (thrown) {
    return { text: '', html: null, problem: explain(thrown), truncated: false, ...list }
  }
}

/** What the message would have fetched, and who would learn that it was read. Where it cannot be parsed: its headers' part. */
export async function mailRemote(raw: Uint8Array): Promise<RemoteContent[]> {
  const headers = headerFields(readHeaderBlock(raw).bytes)
  try {
    const { html } = await parse(raw, { textInHtml: false, keep: () => 0 })
    return remoteReport(html, headers)
  } catch {
    return remoteReport(null, headers)
  }
}

/** The content of the part that `attachments[index]` describes. */
export async function mailPart(raw: Uint8Array, index: number): Promise<MailPart> {
  const all = await parse(raw, { textInHtml: false, keep: (part) => Math.max(neededBytes(part), 0) })
  const found = (await unpackParts(all.parts))[index]
  if (found === undefined) {
    throw fail('not-found', 'This message has no such attachment. Open the message again to see what it holds.')
  }
  if (found.content.length === found.sizeBytes) return toPart(found)
  const whole = await parse(raw, { textInHtml: false, keep: keepAtLeast(all, found.sizeBytes) })
  const again = (await unpackParts(whole.parts))[index]
  return toPart(again ?? found)
}

/** Plain text for snippets; '' where the parser gives up. */
export async function mailText(raw: Uint8Array): Promise<string> {
  try {
    const parsed = await parse(raw, { textInHtml: false, keep: () => 0 })
    return cutText(bodyText(parsed), limits.indexedChars)
  } catch {
    return ''
  }
}

async function parse(raw: Uint8Array, options: ParseOptions): Promise<ParsedMail> {
  if (raw.length > limits.parsedBytes) {
    throw fail('limit', tooBig(raw.length))
  }
  const head = readHeaderBlock(raw)
  const body = raw.subarray(head.bodyStart)
  return mended(head.fields, body, options, await parseMail(head.fields, body, options))
}

/** Which part it is in the raw order is known by its size; keeping those of that size alone bounds the memory. */
function keepAtLeast(all: ParsedMail, sizeBytes: number): ParseOptions['keep'] {
  return (part) => (all.parts[part.index]?.sizeBytes === sizeBytes ? sizeBytes : neededBytes(part))
}

const toPart = (part: { name: string; type: string; content: Buffer }): MailPart => ({
  name: part.name,
  type: part.type,
  bytes: part.content,
})
