import { Buffer } from 'node:buffer'
import type { Head, HeadField } from './head.ts'
import { authenticationLimits as limits } from './limits.ts'

export interface Reduced {
  readonly bytes: Uint8Array
  /** signatures that were left out */
  readonly left: number
}

/**
 * The message with no more signatures than are checked, the topmost ones: a thousand of them would be a thousand hashes
 * of the body. Ordinary mail comes back as it is.
 */
export function reduceSignatures(raw: Uint8Array, head: Head): Reduced {
  let kept = 0
  const leave = new Set<HeadField>()
  for (const field of head.fields) {
    if (field.name !== 'dkim-signature') continue
    if (kept < limits.signatures && isReadable(field)) kept++
    else leave.add(field)
  }
  // nothing vouches for the body: only the headers are of interest
  if (!head.fields.some(({ name }) => signing.has(name))) return { bytes: raw.subarray(0, head.bodyStart), left: 0 }
  if (leave.size === 0) return { bytes: raw, left: 0 }
  const lines = head.fields.filter((field) => !leave.has(field)).map(({ line }) => `${line}\r\n`)
  const bytes = Buffer.concat([Buffer.from(`${lines.join('')}\r\n`, 'latin1'), raw.subarray(head.bodyStart)])
  return { bytes, left: leave.size }
}

const signing: ReadonlySet<string> = new Set(['dkim-signature', 'arc-message-signature', 'arc-seal'])

function isReadable({ line }: HeadField): boolean {
  if (line.length > limits.signatureBytes) return false
  const signed = /;[ \t\r\n]*h[ \t\r\n]*=([^;]*)/i.exec(`;${line.slice(line.indexOf(':') + 1)}`)?.[1] ?? ''
  return signed.split(':').length <= limits.signedFields
}
