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

/** An address that no stranger on the internet connects from (RFC 1918, 4193, 6598, loopback, link-local). */
export function isInnerAddress(address: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address) || address.toLowerCase().startsWith('::ffff:')) {
    const [a = 0, b = 0] = (address.split(':').at(-1) ?? '').split('.').map(Number)
    return (
      a === 10 ||
      a === 127 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128)
    )
  }
  return isIP(address) === 6 && /^(::1$|f[cd]|fe[89ab])/i.test(address)
}
