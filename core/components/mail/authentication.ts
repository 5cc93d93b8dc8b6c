import type { Component, Findings } from '../component.ts'
import { valuesOf } from '../header-fields.ts'

/** Of each kind that are kept: a message has one to three. */
const kept = 4

/**
 * What servers on the way wrote of the sender's proofs (RFC 8601), by the name they give themselves, and who signed the
 * message by DKIM (RFC 6376). Both are only claims until they are verified or their writer is trusted.
 */
export const authentication: Component = {
  name: 'authentication',
  version: 1,
  reads: ['headers'],
  yields: { 'authentication-results': 'header', 'dkim-signature': 'header' },
  limits: { timeMs: 500, chars: 0 },
  run({ headers }) {
    const results = valuesOf(headers, 'authentication-results')
      .slice(0, kept)
      .flatMap((value) => readResults(value) ?? [])
    const signers = valuesOf(headers, 'dkim-signature')
      .slice(0, kept)
      .flatMap((value) => readSigner(value) ?? [])
    const findings: Findings = {
      ...(results.length > 0 ? { 'authentication-results': results } : {}),
      ...(signers.length > 0 ? { 'dkim-signature': [...new Set(signers)] } : {}),
    }
    return findings
  },
}

const methods = new Set(['dkim', 'spf', 'dmarc', 'arc'])

/** `mx.example.org dkim=pass:example.net spf=fail:…`; null when it says nothing of interest. */
function readResults(value: string): string | null {
  const [first = '', ...results] = withoutComments(value.slice(0, 4_000)).split(';')
  const id = first.trim().split(/\s+/)[0]?.toLowerCase() ?? ''
  if (!/^[a-z0-9.-]{1,253}$/.test(id)) return null
  const told = results.slice(0, 20).flatMap((result) => {
    const [, method = '', outcome = ''] = /^\s*([a-z-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(result) ?? []
    if (!methods.has(method.toLowerCase())) return []
    const named = /\b(?:header\.d|header\.i|header\.from|smtp\.mailfrom|smtp\.helo)\s*=\s*"?([^\s";]+)/i.exec(
      result,
    )?.[1]
    const domain = named?.slice(named.lastIndexOf('@') + 1).toLowerCase()
    return [`${method.toLowerCase()}=${outcome.toLowerCase()}${domain === undefined ? '' : `:${domain}`}`]
  })
  return told.length === 0 ? null : [id, ...told].join(' ').slice(0, 400)
}

/** RFC 5322 comments may stand anywhere and within each other; the innermost go first, and nobody nests them deeper. */
function withoutComments(value: string): string {
  let plain = value
  for (let depth = 0; depth < 5 && plain.includes('('); depth += 1) plain = plain.replace(/\([^()]*\)/g, '')
  return plain
}

function readSigner(value: string): string | null {
  const domain = /(?:^|[;\s])d\s*=\s*([^\s;]{1,253})/i.exec(value)?.[1]
  return domain?.toLowerCase() ?? null
}
