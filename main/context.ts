import { type CoreContext, createChangeLog, createEvents, type Logger } from '../core/index.ts'
import type { Stores } from '../storage/contracts/index.ts'
import type { Config } from './configs/index.ts'
import { type CredentialOptions, createLazyCredentials, openCredentials } from './credentials/index.ts'
import { sha256, systemClock, systemRandom } from './machine.ts'
import { createNameService, type Network } from './network/index.ts'
import { tryImap } from './protocols/imap/index.ts'
import { trySmtp } from './protocols/smtp/index.ts'
import { fetchImage, leaveList } from './protocols/web/index.ts'
import type { createIngestPool } from './workers/index.ts'

/** What is open already when core gets its outside. */
export interface ContextParts {
  readonly config: Config
  readonly credentialsSealer?: CredentialOptions['system']
  readonly stores: Stores
  readonly logger: Logger
  readonly reader: ReturnType<typeof createIngestPool>
  readonly network: Network
  readonly verifier: CoreContext['verifier']
}

/** The outside that core is given: this machine, its keychain, the network, and the threads that read mail. */
export async function createContext(parts: ContextParts): Promise<CoreContext> {
  const { config, credentialsSealer, stores, logger, reader, network, verifier } = parts
  const [device, last] = await Promise.all([deviceId(stores), stores.log.last()])
  return {
    stores,
    reader,
    cards: reader.cards,
    composer: lazyComposer,
    logger,
    clock: systemClock,
    random: systemRandom,
    hash: sha256,
    events: createEvents(logger),
    credentials: createLazyCredentials(() =>
      openCredentials({
        directory: config.dataDirectory,
        passphrase: process.env['CALIOPEN_PASSPHRASE'],
        system: credentialsSealer,
      }),
    ),
    outside: {
      async discover(address, signal) {
        const { createDiscoveryNetwork, discoverServers } = await import('./protocols/discovery/index.ts')
        const domain = address.slice(address.lastIndexOf('@') + 1)
        return discoverServers(address, createDiscoveryNetwork(network.line({ kind: 'find-servers', domain })), signal)
      },
      tryImap: (server, password, certificate, signal) =>
        tryImap(server, password, certificate, { line: network.line({ kind: 'try-account' }), signal }),
      trySmtp: (server, password, certificate, signal) =>
        trySmtp(server, password, certificate, { line: network.line({ kind: 'try-account' }), signal }),
      async readSieve(account, password, signal) {
        const { readScripts } = await import('./protocols/sieve/index.ts')
        return readScripts(account, password, {
          line: network.line({ kind: 'read-filters', accountId: account.id }),
          signal,
        })
      },
      fetchImage: (url, messageId, signal) =>
        fetchImage(url, { line: network.line({ kind: 'show-pictures', messageId }), signal }),
      leaveList: (url, messageId, signal) =>
        leaveList(url, { line: network.line({ kind: 'leave-list', messageId }), signal }),
    },
    names: createNameService(network),
    verifier,
    log: createChangeLog(systemClock, device, last),
  }
}

/** The libraries that write and parse mail are loaded with the first message that is sent: a start does not wait for them. */
const lazyComposer: CoreContext['composer'] = {
  async compose(input) {
    const { createMailComposer } = await import('../core/brokers/email/index.ts')
    return createMailComposer().compose(input)
  },
}

/** Going offline is a setting, and the network obeys it from the first socket on. */
export async function followOffline({ stores, events }: CoreContext, network: Network): Promise<void> {
  events.subscribe((event) => {
    if (event.type === 'settings.changed') network.setOffline(event.settings.goneOffline)
  })
  network.setOffline((await stores.records.get('settings', 'settings'))?.goneOffline ?? false)
}

/** This installation's name in the log of changes, made at the first start. */
async function deviceId(stores: Stores): Promise<string> {
  const known = await stores.records.get('checkpoint', 'device')
  if (typeof known?.state === 'string') return known.state
  const id = systemRandom.id().slice(0, 8)
  await stores.commit({
    recordPuts: [{ noun: 'checkpoint', value: { id: 'device', updatedAtMs: systemClock.nowMs(), state: id } }],
  })
  return id
}
