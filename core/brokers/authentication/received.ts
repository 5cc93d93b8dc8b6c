import { getClientAddress, parseReceived } from 'mailauth/lib/parse-received.js'
import { normalName } from './domains.ts'
import { fieldBody, type HeadField } from './head.ts'

/** One Received header (RFC 5321 section 4.4), as far as it is understood; '' and null for what it does not say. */
export interface Hop {
  /** the host that wrote the line */
  readonly by: string
  /** what the client called itself */
  readonly helo: string
  /** the name that the writer found for the client's address */
  readonly reverse: string
  /** the client's address as the writer saw it */
  readonly address: string
  /** whether the line tells where the message came from at all */
  readonly hasFrom: boolean
  readonly sender: string | null
  readonly tls: { readonly version: string | null; readonly cipher: string | null } | null
}

/** RFC 3848 and 8314: protocols with TLS. */
const withTls = /^(utf8)?(e?smtps|lmtps)a?$|^https/i
/** `TLS1_3`, `TLSv1.2`, `TLS 1.3`, `version=TLS1_3`, `TLSv1` */
const versionIn = /\bTLS[ _]?v?_?([0-9](?:[._][0-9])?)\b/i
/** `cipher=TLS_AES_256_GCM_SHA384`, `cipher TLS_AES_…`, Exim's `TLS1.3:ECDHE_…:256` */
const cipherIn = /\bcipher[= ]([A-Z0-9][A-Z0-9_-]{3,60})|\bTLS[\w.]*:([A-Z0-9][A-Z0-9_-]{5,60})/i

/** null for what is no Received line of any kind. Never throws. */
export function readHop(field: HeadField): Hop | null {
  const body = fieldBody(field)
  const parsed = read(body)
  if (parsed === false) return null
  const clause = (name: string): { value: string; comment: string } => {
    const found = parsed[name]
    return typeof found === 'object' ? { value: found.value, comment: found.comment ?? '' } : { value: '', comment: '' }
  }
  const from = clause('from')
  const sender = clause('envelope-from').value.replaceAll(/[<>]/g, '').trim()
  return {
    by: hostOf(clause('by').value),
    helo: hostOf(from.value),
    reverse: reverseOf(from.comment),
    address: getClientAddress(from) || bareAddress(from.comment),
    hasFrom: from.value !== '' || from.comment !== '',
    sender: sender === '' ? null : sender,
    tls: readTls(body, clause('with').value, clause('tls').comment),
  }
}

function read(body: string): ReturnType<typeof parseReceived> {
  try {
    return parseReceived(`Received: ${body}`)
  } catch {
    return false
  }
}

const hostOf = (value: string): string => {
  const [first = ''] = value.trim().split(/\s+/)
  return normalName(first.replaceAll(/[[\]()"]/g, ''))
}

/** `(mx.example.org [192.0.2.1])`, `(mx.example.org. [192.0.2.1])`; what is `unknown` or may be forged is no name. */
function reverseOf(comment: string): string {
  if (/may be forged/i.test(comment)) return ''
  const name = /^\s*([A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z0-9-]+)\.?\s*\[/.exec(comment)?.[1] ?? ''
  return /^[\d.]+$/.test(name) ? '' : normalName(name)
}

/** Microsoft writes the address without brackets: `(2603:10a6:20b::1)`. */
const bareAddress = (comment: string): string =>
  /^\s*(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,40})\s*$/i.exec(comment)?.[1] ?? ''

function readTls(body: string, protocol: string, comment: string): Hop['tls'] {
  const [kind = ''] = protocol.trim().split(/\s+/)
  const where = `${comment} ${protocol}`
  const version = versionIn.exec(where)?.[1] ?? null
  if (version === null && !withTls.test(kind) && comment === '') return null
  const [, named, exim] = cipherIn.exec(`${where} ${body}`) ?? []
  return { version: version?.replace('_', '.') ?? null, cipher: named ?? exim ?? null }
}
