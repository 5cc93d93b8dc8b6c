import { getDomain } from 'tldts'
import type { Component, Findings, Json, MailView } from '../component.ts'
import { firstOf } from '../header-fields.ts'
import { asciiHost } from '../html/address.ts'
import { confusedHost } from '../html/confusable.ts'

/** What the sender says of itself, and where that contradicts itself. */
export const sender: Component = {
  name: 'sender',
  version: 1,
  reads: ['headers', 'people'],
  yields: {
    'name-address': 'header',
    'confused-domain': 'header',
    'reply-elsewhere': 'header',
    authors: 'header',
    autocrypt: 'header',
  },
  limits: { timeMs: 500, chars: 0 },
  run(mail) {
    const authors = mail.people.filter(({ type }) => type === 'from')
    const author = authors[0]
    if (author === undefined) return {}
    const host = hostOf(author.address)
    const findings: { [feature: string]: Json } = { ...claimsOf(mail, author.address) }
    const named = addressInName(author.label, host)
    if (named !== null && !handedOn(mail, author.label)) findings['name-address'] = named
    const confused = host === null ? null : confusedHost(host)
    if (host !== null && confused !== null) findings['confused-domain'] = `${host} > ${confused}`
    const others = mail.people.filter(({ type }) => type === 'reply-to').map(({ address }) => hostOf(address))
    const elsewhere = others.find((other) => other !== null && registrable(other) !== registrable(host ?? ''))
    if (elsewhere !== undefined && elsewhere !== null && !isList(mail)) findings['reply-elsewhere'] = elsewhere
    if (authors.length > 1) findings['authors'] = authors.length
    return findings
  },
}

const registrable = (host: string): string => getDomain(host) ?? host

function hostOf(address: string): string | null {
  const host = address.slice(address.lastIndexOf('@') + 1)
  return address.includes('@') ? asciiHost(host) : null
}

/** An address in the display name that is of another domain than the one the message says it comes from. */
function addressInName(label: string, host: string | null): string | null {
  const [named = '', at = ''] = /[^\s<>"'(),;:@]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(label.slice(0, 500)) ?? []
  if (at === '') return null
  const domain = getDomain(at.toLowerCase())
  return domain === null || domain === registrable(host ?? '') ? null : named
}

/** Lists and services that write in somebody's name say whose: “ana@example.org via Sculptors”, “ana@… (Documents)”. */
const handedOn = (mail: MailView, label: string): boolean => isList(mail) || /\bvia\b|\([^)]+\)\s*$/i.test(label)

const isList = ({ headers }: MailView): boolean => firstOf(headers, 'list-id') !== null

/** The key that the sender offers (Autocrypt). */
function claimsOf({ headers }: MailView, address: string): Findings {
  const offered = firstOf(headers, 'autocrypt')
  return {
    ...(offered !== null && offersKey(offered, address)
      ? { autocrypt: /prefer-encrypt\s*=\s*mutual/i.test(offered) ? 'mutual' : 'key' }
      : {}),
  }
}

/** Autocrypt level 1, section 2.1: the address must be the author's, and the key must be there. */
function offersKey(value: string, address: string): boolean {
  const addr = /(?:^|;)\s*addr\s*=\s*([^\s;]+)/i.exec(value)?.[1]
  return addr?.toLowerCase() === address.toLowerCase() && /(?:^|;)\s*keydata\s*=\s*[A-Za-z0-9+/\s]{100}/i.test(value)
}
