import type { NameService } from '../../core/index.ts'
import type { Network } from './network.ts'

/** What core asks the Domain Name System: keys and policies of the domains that mail says it comes from. */
export const createNameService = (network: Pick<Network, 'line'>): NameService => ({
  lookup: (name, type, options) =>
    network.line({ kind: 'verify-mail', domain: domainOf(name) }).ask(name, type, options?.signal),
})

/** `s1._domainkey.example.org` and `_dmarc.example.org` are published by `example.org`. */
const domainOf = (name: string): string => name.toLowerCase().replace(/^.*\b_(domainkey|dmarc|spf)\./, '')
