import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'

/** Lower case, A-labels (RFC 5890), without the root dot; '' for what is no name. */
export function normalName(name: string): string {
  const bare = name.trim().replace(/\.$/, '').slice(0, 255)
  return domainToASCII(bare) || bare.toLowerCase()
}

/** The part that somebody registered (`example.co.uk` of `mx.example.co.uk`); the name itself where there is none. */
export const organisationOf = (name: string): string =>
  getDomain(normalName(name), { allowPrivateDomains: true }) ?? normalName(name)

/** Relaxed alignment (RFC 7489 section 3.1): names of the same organisation. */
export const sameOrganisation = (a: string, b: string): boolean =>
  normalName(a) !== '' && organisationOf(a) === organisationOf(b)

export const isWithin = (name: string, domain: string): boolean =>
  domain !== '' && (normalName(name) === domain || normalName(name).endsWith(`.${domain}`))

/** What follows the last @; '' where there is no domain. */
export const domainOf = (address: string): string => {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : normalName(address.slice(at + 1).replace(/[>\s].*$/s, ''))
}

const inner4 = /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
const inner6 = /^(::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i

/** An address that no stranger on the internet connects from (RFC 1918, 4193, 6598, loopback, link-local). */
export const isInnerAddress = (address: string): boolean =>
  inner4.test(address.replace(/^::ffff:/i, '')) || inner6.test(address)
