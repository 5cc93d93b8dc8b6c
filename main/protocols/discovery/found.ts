import type { Server } from '../../../core/defs/index.ts'

export interface FoundServers {
  readonly imap: Server | null
  readonly smtp: Server | null
}

export const nothingFound: FoundServers = { imap: null, smtp: null }

/** A host name as DNS has them, lower case, without the final dot; null for what cannot be one. */
export function usableHost(name: string): string | null {
  const host = name.trim().toLowerCase().replace(/\.$/, '')
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  return host.length <= 253 && new RegExp(`^${label}(\\.${label})+$`).test(host) ? host : null
}

/** What the second knows that the first does not. */
export const completed = (first: FoundServers, second: FoundServers): FoundServers => ({
  imap: first.imap ?? second.imap,
  smtp: first.smtp ?? second.smtp,
})

export const isComplete = ({ imap, smtp }: FoundServers): boolean => imap !== null && smtp !== null
