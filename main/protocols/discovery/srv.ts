import type { Server } from '../../../core/defs/index.ts'
import { type FoundServers, usableHost } from './found.ts'
import { discoveryLimits } from './limits.ts'
import type { DiscoveryNetwork, SrvRecord } from './network.ts'

/** The services of RFC 6186 and RFC 8314, TLS from the first byte before STARTTLS. */
const services = {
  imap: [
    ['_imaps._tcp', 'tls'],
    ['_imap._tcp', 'starttls'],
  ],
  smtp: [
    ['_submissions._tcp', 'tls'],
    ['_submission._tcp', 'starttls'],
  ],
} as const

/** Servers by SRV records. A record of "." says that there is no such service (RFC 6186 3.4). */
export async function findBySrv(
  network: DiscoveryNetwork,
  domain: string,
  address: string,
  signal: AbortSignal,
): Promise<FoundServers> {
  const find = async (kind: keyof typeof services): Promise<Server | null> => {
    for (const [service, security] of services[kind]) {
      const records = await network.resolveSrv(`${service}.${domain}`, signal)
      const best = [...records].slice(0, discoveryLimits.maxRecords).sort(byPreference)[0]
      const host = best === undefined ? null : usableHost(best.name)
      if (best !== undefined && host !== null) return { host, port: best.port, security, user: address }
    }
    return null
  }
  const [imap, smtp] = await Promise.all([find('imap'), find('smtp')])
  return { imap, smtp }
}

const byPreference = (a: SrvRecord, b: SrvRecord): number => a.priority - b.priority || b.weight - a.weight
