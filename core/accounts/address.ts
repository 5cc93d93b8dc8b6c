/**
 * An address that mail can be sent to: `local@domain` (RFC 5321 4.1.2, RFC 6531 for other scripts), at most 320
 * characters. A quoted local part, a domain literal and a domain without a dot (`root@localhost`) are valid too.
 */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > maxAddressLength) return false
  const local = text.slice(0, at)
  return local.length <= maxLocalLength && (dotAtom.test(local) || quoted.test(local)) && isDomain(text.slice(at + 1))
}

/** What stands after the last @, in lower case; '' if there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : address.slice(at + 1).toLowerCase()
}

/**
 * Equal addresses for a reader: case does not tell people apart in practice, though RFC 5321 lets a host do so.
 */
export const addressKey = (address: string): string => address.trim().toLowerCase().normalize('NFC')

function isDomain(domain: string): boolean {
  if (literal.test(domain)) return true
  return domain.length <= maxDomainLength && domain.split('.').every((part) => label.test(part))
}

/** RFC 5321 4.5.3.1: 64 octets of local part, 255 of domain. */
const maxLocalLength = 64
const maxDomainLength = 255
const maxAddressLength = 320

const dotAtom = /^[\p{L}\p{M}\p{N}\p{S}!#$%&'*+\-/=?^_`{|}~]+(\.[\p{L}\p{M}\p{N}\p{S}!#$%&'*+\-/=?^_`{|}~]+)*$/u
const quoted = /^"([^"\\\p{Cc}]|\\[\x20-\x7e])*"$/u
const literal = /^\[(\d{1,3}(\.\d{1,3}){3}|IPv6:[0-9a-f:.]+)\]$/i
const label = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}])?$/u
