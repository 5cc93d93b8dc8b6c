import { domainOf } from '../accounts/index.ts'

/**
 * A Message-ID (RFC 5322 3.6.4), without angle brackets: random, and of the sender's own domain, so that it says
 * nothing of the computer it was made on.
 */
export function messageIdFor(address: string, randomId: string): string {
  return `${randomId}@${asciiDomain(domainOf(address))}`
}

/** A domain of another script is written in ASCII (RFC 5890); what is no domain becomes one that nobody has. */
function asciiDomain(domain: string): string {
  if (/^[a-z0-9.-]+$/.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return 'mail.invalid'
  }
}
