import ICAL from 'ical.js'
import { limits } from './limits.ts'

/** What stands before the value of a line. Names in lower case; a parameter that comes twice has the values of both. */
export interface Head {
  readonly name: string
  readonly group: string
  readonly parameters: Record<string, string[]>
  /** parameters that cannot be read as they stand there; what they say was guessed where it could be */
  readonly unread: readonly string[]
}

/** Everything is unknown to it: values stay as they are written. */
const design = {
  value: Object.create(null),
  param: Object.create(null),
  property: Object.create(null),
  propertyGroups: false,
}

/** Where the value begins: the first colon outside of quotes, or the first at all. -1: this is no content line. */
export function colonOf(line: string): number {
  const end = Math.min(line.length, limits.headChars)
  let quoted = false
  for (let at = 0; at < end; at++) {
    if (line[at] === '"') quoted = !quoted
    else if (line[at] === ':' && !quoted) return at
  }
  const first = line.indexOf(':')
  return first < end ? first : -1
}

/** RFC 6350 3.3, and the parameters without a name of vCard 2.1 (`TEL;HOME;VOICE:`). Null: this is no name of a property. */
export function readHead(text: string): Head | null {
  const [first = '', ...pieces] = splitOutsideQuotes(text, ';')
  const match = /^\s*(?:([A-Za-z0-9_-]{1,200})\.)?([A-Za-z0-9_-]{1,200})\s*$/.exec(first)
  if (match === null) return null
  const parameters = new Map<string, string[]>()
  const unread: string[] = []
  for (const piece of pieces.slice(0, limits.parameters)) {
    if (piece.trim() === '') continue
    const read = piece.includes('=') ? readParameter(piece) : nameless(piece)
    if (read === null || read.guessed === true) unread.push(piece)
    if (read !== null && read.values.length > 0)
      parameters.set(read.name, [...(parameters.get(read.name) ?? []), ...read.values])
  }
  return {
    name: (match[2] ?? '').toLowerCase(),
    group: match[1] ?? '',
    parameters: Object.fromEntries(parameters),
    unread,
  }
}

interface Parameter {
  readonly name: string
  readonly values: readonly string[]
  readonly guessed?: boolean
}

function readParameter(piece: string): Parameter | null {
  const equals = piece.indexOf('=')
  const name = piece.slice(0, equals).trim().toLowerCase()
  const value = piece.slice(equals + 1)
  if (!/^[a-z0-9_-]{1,200}$/.test(name) || name === '__proto__') return null
  try {
    const values = splitOutsideQuotes(value, ',').map(readValue)
    return { name, values: name === 'type' ? words(values) : values }
  } catch {
    const guess = [value.replaceAll('"', '')]
    return { name, values: name === 'type' ? words(guess) : guess, guessed: true }
  }
}

/** One value without its quotes and with the characters that RFC 6868 writes otherwise. Throws when a quote is missing. */
function readValue(value: string): string {
  const parsed: unknown = ICAL.parse.property(`X;P=${value}:`, design)
  const [, parameters] = Array.isArray(parsed) ? parsed : []
  return String(Reflect.get(Object(parameters), 'p') ?? '')
}

/** `TYPE="voice","home"` and `TYPE="voice,home"` say the same. */
const words = (values: readonly string[]): string[] =>
  values.flatMap((one) => one.split(',')).flatMap((one) => one.trim() || [])

/** A value alone: what it is the value of can be told. */
function nameless(piece: string): Parameter {
  const value = piece.trim()
  if (/^(quoted-printable|base64|b|7bit|8bit)$/i.test(value)) return { name: 'encoding', values: [value] }
  if (/^(url|uri|inline|cid|content-id)$/i.test(value)) return { name: 'value', values: [value] }
  return { name: 'type', values: words([value]) }
}

function splitOutsideQuotes(text: string, separator: ';' | ','): string[] {
  if (!text.includes('"')) return text.split(separator)
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    else if (text[at] === separator && !quoted) {
      pieces.push(text.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

/** The head of a line with its colon, quoted and escaped where it must be (RFC 6350 3.3, RFC 6868). */
export function writeHead({ name, group, parameters }: Omit<Head, 'unread'>): string {
  // RFC 6868 knows one kind of line end
  const params = Object.fromEntries(
    Object.entries(parameters).flatMap(([key, values]) =>
      values.length === 0 ? [] : [[key, values.map((value) => value.replace(/\r\n?/g, '\n'))]],
    ),
  )
  const lists = Object.assign(
    Object.create(null),
    Object.fromEntries(Object.keys(params).map((key) => [key, { multiValue: ',' }])),
  )
  const head = ICAL.stringify.property([name, params, 'unknown'], { ...design, param: lists }, true)
  // Apple's programs write this one so, and compare it as it is written
  const line = name === 'x-ablabel' ? head.replace('X-ABLABEL', 'X-ABLabel') : head
  return group === '' ? line : `${group}.${line}`
}
