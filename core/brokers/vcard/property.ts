import { decode } from './charset.ts'
import { colonOf, type Head, readHead } from './head.ts'
import type { LogicalLine } from './logical-lines.ts'
import { oneLine } from './text.ts'

/** One property of a card. `value` stands as vCard 3.0 and 4.0 write it, escapes and all. */
export interface Property extends Omit<Head, 'unread'> {
  readonly value: string
  /** of the file, from 1; 0 when it was made here */
  readonly line: number
}

export type Version = '3.0' | '4.0'

export interface ReadProperty {
  readonly property: Property | null
  /** what a person should know of this line */
  readonly problem: string | null
  /** it was no UTF-8, and said no other charset that is known */
  readonly fallback: boolean
}

/** A line -> a property, as 3.0 and 4.0 have it: quoted-printable and charsets of vCard 2.1 are undone. */
export function readProperty(line: LogicalLine, old: boolean): ReadProperty {
  const colon = colonOf(line.bytes)
  const headText = colon < 0 ? null : decode(line.bytes.slice(0, colon), undefined)
  const head = headText && readHead(headText.text)
  if (!head || headText === null) {
    return { property: null, problem: 'This is no line of a vCard. It was left out.', fallback: false }
  }
  const { encoding, charset, ...parameters } = head.parameters
  const written = line.bytes.slice(colon + 1)
  const way = encoding?.at(-1)?.toLowerCase() ?? ''
  const base64 = way === 'b' || way === 'base64' ? written.replace(/\s+/g, '') : null
  // what says so and is none, and text that old programs wrote so, are text
  const isData = base64 !== null && isBase64(base64) && !textProperties.has(head.name)
  const bytes = way === 'quoted-printable' ? fromQuotedPrintable(written) : fromBase64Text(written, base64)
  const { text, fallback } = isData ? { text: base64, fallback: false } : decode(bytes, charset?.at(-1))
  return {
    property: {
      name: head.name,
      group: head.group,
      parameters: isData ? { ...parameters, encoding: ['b'] } : parameters,
      value: isData ? text : asEscaped(text, head.name, old || base64 !== null),
      line: line.number,
    },
    problem:
      head.unread.length > 0
        ? `“${head.unread.join(';').slice(0, 100)}” is not as it should be. It was guessed.`
        : null,
    fallback: fallback || headText.fallback,
  }
}

/** Properties that never are bytes. */
const textProperties: ReadonlySet<string> = new Set([
  'fn',
  'n',
  'nickname',
  'email',
  'tel',
  'adr',
  'org',
  'title',
  'role',
  'note',
  'url',
  'categories',
  'bday',
  'label',
])

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)

const fromBase64Text = (written: string, base64: string | null): string =>
  base64 !== null && isBase64(base64) ? Buffer.from(base64, 'base64').toString('latin1') : written

/** vCard 2.1 escapes semicolons only; a comma there is a comma. */
function asEscaped(text: string, name: string, old: boolean): string {
  const line = oneLine(text)
  if (!old) return line
  const escaped = line.replace(/\\(?![\\;,:nN])/g, '\\\\')
  return name === 'n' || name === 'adr' ? escaped.replace(/(?<!\\),/g, '\\,') : escaped
}

/** RFC 2045 6.7; soft breaks are gone already. What is no such escape stays. */
const fromQuotedPrintable = (text: string): string =>
  text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
