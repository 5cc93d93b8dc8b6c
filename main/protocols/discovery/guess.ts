import type { Server } from '../../../core/defs/index.ts'
import type { FoundServers } from './found.ts'
import type { DiscoveryNetwork } from './network.ts'

/** Names that domains commonly give their servers; only ports with TLS from the first byte can be tried without a password. */
const guesses = {
  imap: { port: 993, prefixes: ['imap.', 'mail.', ''] },
  smtp: { port: 465, prefixes: ['smtp.', 'mail.', ''] },
} as const

/** The first common host name where something answers with a certificate for that name. */
export async function findByGuess(
  network: DiscoveryNetwork,
  domain: string,
  address: string,
  signal: AbortSignal,
): Promise<FoundServers> {
  const find = async (kind: keyof typeof guesses): Promise<Server | null> => {
    const { port, prefixes } = guesses[kind]
    const hosts = prefixes.map((prefix) => prefix + domain)
    const answers = await Promise.all(hosts.map((host) => network.answersTls(host, port, signal).catch(() => false)))
    const host = hosts[answers.indexOf(true)]
    return host === undefined ? null : { host, port, security: 'tls', user: address }
  }
  const [imap, smtp] = await Promise.all([find('imap'), find('smtp')])
  return { imap, smtp }
}
