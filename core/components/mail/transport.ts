import type { Component } from '../component.ts'
import { valuesOf } from '../header-fields.ts'

/** Hops that are kept: those nearest to the user. What the user's own provider adds is never more. */
const kept = 4

/**
 * The ways the message came, nearest first, as the Received lines tell them: `mx.example.org 1.3`. Whose word may be taken
 * is decided when the message is judged: the lines that the user's own provider added. Lines without a sender hand over
 * inside of one machine and are no hop.
 */
export const transport: Component = {
  name: 'transport',
  version: 1,
  reads: ['headers'],
  yields: { hops: 'header' },
  limits: { timeMs: 500, chars: 0 },
  run({ headers }) {
    const hops = valuesOf(headers, 'received').flatMap((value) => readHop(value) ?? [])
    return hops.length === 0 ? {} : { hops: { count: hops.length, last: hops.slice(0, kept) } }
  },
}

/** RFC 5321 section 4.4: `from … by HOST … with PROTOCOL …`. Null for what is no hop between machines. */
function readHop(value: string): string | null {
  const line = value.slice(0, 2_000)
  const by = /\bby\s+([A-Za-z0-9.-]{1,253})/.exec(line)?.[1]
  if (by === undefined || !/^\s*from\s/i.test(line)) return null
  const protocol = /\bwith\s+((?:UTF8|E)?[SL]MTPS?A?)\b/i.exec(line)?.[1]?.toUpperCase() ?? ''
  return `${by.toLowerCase()} ${protection(line, protocol)}`
}

/** The version of TLS; `yes` where only the protocol says so (RFC 3848: ESMTPS, ESMTPSA, LMTPS); `no`. */
function protection(line: string, protocol: string): string {
  const version = /\bTLS\s?v?_?1(?:[._]([0-3]))?(?![0-9])/i.exec(line)
  if (version !== null) return `1.${version[1] ?? '0'}`
  return /(?:E|UTF8)?[SL]MTPSA?$/.test(protocol) && /TPS/.test(protocol) ? 'yes' : 'no'
}
