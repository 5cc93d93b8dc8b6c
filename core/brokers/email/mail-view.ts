import { componentLimits, type FileView, headerFields, type MailView } from '../../components/index.ts'
import type { Participant } from '../../defs/index.ts'
import { type FoundPart, neededBytes } from './attachments.ts'
import type { ParsedMail } from './mail-stream.ts'

/** Of every part that is kept for components: its kind, the session keys of an encrypted one. */
const ordinaryBytes = 16_384
/** Of a container whose end cannot be had (it was not left out whole): the beginning of its list of entries. */
const containerBytes = 262_144
const container = /zip|officedocument|ms-?(?:word|excel|powerpoint)|macroenabled|compressed|octet-stream/i

/** How much of a part is kept while it is parsed, for those who look at it afterwards. */
export const sampledBytes = (part: { readonly type: string; readonly name: string }): number =>
  Math.max(neededBytes(part), container.test(part.type) ? containerBytes : ordinaryBytes)

/** A parsed message as components see it. */
export function mailView(
  head: Uint8Array,
  people: readonly Participant[],
  parsed: Pick<ParsedMail, 'text' | 'html'>,
  parts: readonly FoundPart[],
): MailView {
  return {
    headers: headerFields(head),
    people,
    text: parsed.text,
    html: parsed.html,
    files: parts.slice(0, componentLimits.files).map(fileView),
  }
}

function fileView({ givenName, type, sizeBytes, content, leftOut }: FoundPart): FileView {
  if (leftOut !== null) {
    return {
      name: givenName,
      type,
      sizeBytes,
      head: (count) => leftOut.head(count),
      tail: (count) => leftOut.tail(count),
    }
  }
  return {
    name: givenName,
    type,
    sizeBytes,
    head: (count) => content.subarray(0, count),
    tail: (count) => (content.length === sizeBytes ? content.subarray(-count) : content.subarray(0, 0)),
  }
}
