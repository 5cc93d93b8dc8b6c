import { Buffer } from 'node:buffer'
import { labelMark } from '../../keywords/index.ts'

/** Of tags that one message carries: more are a mistake in the file. */
const maxTags = 100

/**
 * IMAP flags, keywords and labels from what mbox programs write into the headers: Status, X-Status (mutt, pine),
 * X-Mozilla-Status and -Keys (Thunderbird), X-Gmail-Labels (Google Takeout). Tags raise importance, so they are taken only
 * where a sender cannot have written them: those programs put them above everything, and servers above what they take in.
 */
export function mboxFlags(message: Buffer): string[] {
  const head = message.toString('latin1', 0, 16_384)
  const end = head.search(/\r?\n\r?\n/)
  const headers = end === -1 ? head : head.slice(0, end)
  const status = `${field(headers, 'Status')}${field(headers, 'X-Status')}`
  const mozilla = Number.parseInt(field(headers, 'X-Mozilla-Status') || '0', 16)
  const noted = headers.slice(
    0,
    headers.search(/^(received|return-path|delivered-to|from|to|date|subject|message-id):/im),
  )
  const labels = gmailLabels(wholeField(noted, 'X-Gmail-Labels'))
  const read = labels.length > 0 && !labels.includes('Unread')
  const flags: string[] = []
  if (status.includes('R') || (mozilla & 0x0001) !== 0 || read) flags.push('\\Seen')
  if (status.includes('A') || (mozilla & 0x0002) !== 0) flags.push('\\Answered')
  if (status.includes('F') || (mozilla & 0x0004) !== 0 || labels.includes('Starred')) flags.push('\\Flagged')
  const keywords = wholeField(noted, 'X-Mozilla-Keys').split(/\s+/)
  const tags = labels.filter((label) => !ofGmail.test(label)).map((label) => `${labelMark}${label}`)
  return [...flags, ...[...keywords.filter((each) => /^[!-~]{1,100}$/.test(each)), ...tags].slice(0, maxTags)]
}

/** Labels that Gmail gives by itself. */
const ofGmail =
  /^(inbox|sent|drafts?|spam|trash|bin|important|opened|unread|starred|archived|chats?|snoozed|category .*|imap_.*)$/i

function field(headers: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(\\S+)`, 'im').exec(headers)?.[1] ?? ''
}

/** Unfolded, to its end. */
function wholeField(headers: string, name: string): string {
  const value = new RegExp(`^${name}:((?:[^\\r\\n]|\\r?\\n[ \\t])*)`, 'im').exec(headers)?.[1] ?? ''
  return value.replaceAll(/\r?\n[ \t]+/g, ' ').trim()
}

/** `Inbox,"Travel, plans",=?UTF-8?Q?=C3=89t=C3=A9?=` -> Inbox · Travel, plans · Été */
function gmailLabels(value: string): string[] {
  const decoded = value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?\s]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('latin1') : unquoted(text),
    )
  const text = Buffer.from(decoded, 'latin1').toString('utf8')
  return [...text.matchAll(/"([^"]*)"|([^,"]+)/g)].flatMap(([, quoted, plain]) => {
    const label = (quoted ?? plain ?? '').trim()
    return label === '' ? [] : [label.slice(0, 100)]
  })
}

const unquoted = (text: string): string =>
  text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
