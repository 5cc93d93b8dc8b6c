import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import {
  type Clock,
  type Connections,
  type Core,
  type CoreContext,
  createConnections,
  createCore,
  createDoor,
  type Door,
  type Events,
  type IngestItem,
  type IngestOutcome,
  type Logger,
} from '../core/index.ts'
import { openStores } from '../storage/directory/index.ts'
import { createAuthenticationAgent } from './agents/authentication/index.ts'
import { createBulkHandlers } from './agents/bulk/index.ts'
import { createCollectAgent } from './agents/collect/index.ts'
import { keepConnections, listingBlocked } from './agents/connections/index.ts'
import { createExportHandlers } from './agents/export/index.ts'
import { createImportHandlers, createUploads, importInto } from './agents/import/index.ts'
import { startImportance } from './agents/importance/index.ts'
import { createMailSync, createSyncHandlers, fetchingFirst } from './agents/mail-sync/index.ts'
import { adviceOf, startNotifier } from './agents/notifier/index.ts'
import { createFindSent, createOutboxAgent } from './agents/outbox/index.ts'
import { createRecovery, type LostDatabase, type Recovery } from './agents/recovery/index.ts'
import { createRegroupAgent } from './agents/regroup/index.ts'
import { startRules } from './agents/rules/index.ts'
import { createScheduler, createTaskHandlers } from './agents/scheduler/index.ts'
import { createScoringAgent } from './agents/scoring/index.ts'
import type { Config } from './configs/index.ts'
import { createContext, followOffline } from './context.ts'
import type { CredentialOptions } from './credentials/index.ts'
import { openLog } from './log.ts'
import { localLanguage, localZone, systemClock, systemRandom } from './machine.ts'
import { createNetwork, type Network } from './network/index.ts'
import { createIngestPool, createVerifyPool } from './workers/index.ts'

export interface StartOptions {
  readonly config: Config
  readonly host: 'electron' | 'node'
  /** Electron's safeStorage; the keychain or a vault where there is none */
  readonly credentialsSealer?: CredentialOptions['system']
}

/** The running program, without any interface. */
export interface Caliopen {
  readonly door: Door
  /** the way back of what a damaged database held; null when it is sound, as it should be */
  readonly recovery: Recovery | null
  /** what a person has to know of this start, else null */
  readonly notice: string | null
  readonly events: Events
  readonly clock: Clock
  readonly logger: Logger
  /** for what a program connects beside `main/network`: it lists it, and asks whether it may */
  readonly connections: { readonly ledger: Connections['ledger']; readonly offline: boolean }
  /** the one ingest, for programs that deliver mail here */
  deliver(items: readonly IngestItem[]): Promise<IngestOutcome[]>
  /** ends what runs, then closes the data; nothing that was acknowledged is lost */
  close(): Promise<void>
}

/** The one composition root: configuration -> storage -> core -> protocols -> agents. Interfaces are put on top by app/. */
export async function startCaliopen(options: StartOptions): Promise<Caliopen> {
  const { config } = options
  keepYoungHeapsSmall()
  const { stores, rebuilt, blobsKeptAt } = await openStores({ directory: config.dataDirectory })
  const logger = openLog(config.dataDirectory, config.logLevel)
  const reader = createIngestPool({
    threads: config.ingest.threads || undefined,
    plugins: config.ingest.components,
    logger,
  })
  const connections = createConnections({ stores, clock: systemClock, random: systemRandom })
  const network = createNetwork({
    ledger: connections.ledger,
    clock: systemClock,
    logger,
    nameServers: config.dns.servers,
  })
  const verifier = createVerifyPool()
  try {
    network.takeOver()
    const context = await createContext({ ...options, stores, logger, reader, network, verifier })
    await Promise.all([connections.load(), followOffline(context, network)])
    const core = createCore(
      context,
      { version: __CALIOPEN_VERSION__, host: options.host, dataDirectory: config.dataDirectory },
      { zone: localZone, locale: localLanguage },
    )
    const { door, recovery, stop } = await startAgents(core, context, config, rebuilt, { connections, network })
    if (blobsKeptAt !== null) logger.warn(blobsReplaced(blobsKeptAt))
    return {
      door,
      recovery,
      notice: blobsKeptAt && blobsReplaced(blobsKeptAt),
      events: context.events,
      clock: context.clock,
      logger,
      connections: {
        ledger: connections.ledger,
        get offline() {
          return network.offline
        },
      },
      deliver: (items) => core.ingest.add(items, { fresh: true }),
      async close() {
        await stop()
        network.close()
        await Promise.all([reader.close(), verifier.close()])
        await stores.close()
      },
    }
  } catch (thrown) {
    network.close()
    await Promise.all([reader.close(), verifier.close()])
    await stores.close()
    throw thrown
  }
}

const blobsReplaced = (keptAt: string): string =>
  `The stored messages were damaged. What can still be read of them was kept, the damaged file is at ${keptAt}. ` +
  'Run the doctor: it names what is missing, and what is still on a server is fetched again.'

/**
 * V8 lets the newest objects of each thread grow to 128 MB before it looks which are still in use. What mail leaves behind
 * is dead at once: six threads took twice the memory, and not less time. Works for threads that run already, this one too.
 */
function keepYoungHeapsSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Everything that runs by itself or on demand, and the door that it completes. */
async function startAgents(
  core: Core,
  context: CoreContext,
  config: Config,
  rebuilt: LostDatabase | null,
  { connections, network }: { readonly connections: Connections; readonly network: Network },
): Promise<{ door: Door; recovery: Recovery | null; stop(): Promise<void> }> {
  const scheduler = createScheduler(context)
  const recovery = rebuilt && createRecovery({ ...context, core, scheduler }, rebuilt)
  const mailSync = createMailSync({
    ...context,
    network,
    mirror: core.mirror,
    ingest: core.ingest,
    scheduler,
    pollWithoutIdleMs: config.sync.intervalSeconds * 1000,
  })
  const outboxAgent = createOutboxAgent({
    ...context,
    network,
    outbox: core.outbox,
    scheduler,
    findSent: createFindSent({ mirror: core.mirror, credentials: context.credentials, network }),
  })
  const authentication = createAuthenticationAgent({
    ...context,
    authentication: core.authentication,
    rescore: core.privacy.rescore,
    scheduler,
  })
  const kept = keepConnections({ ...context, connections })
  const uploads = createUploads(join(config.dataDirectory, 'uploads'))
  const syncHandlers = createSyncHandlers(mailSync)
  let outboxStarted: Promise<void> | null = null
  const startOutbox = (): Promise<void> => {
    outboxStarted ??= outboxAgent.start()
    return outboxStarted
  }
  /** What waits in the outbox leaves first, so that its copies are filed in the same round. */
  const fetchAndSend: typeof syncHandlers.now = async (input, call) => {
    await startOutbox()
    await outboxAgent.wake()
    await outboxAgent.idle()
    return syncHandlers.now(input, call)
  }
  const rules = startRules({ ...context, rules: core.rules, scheduler })
  const door: Door = createDoor({
    ...core.handlers,
    rules: rules.handlers,
    bulk: createBulkHandlers(core.bulk, scheduler),
    authentication: authentication.handlers,
    accounts: {
      ...core.handlers.accounts,
      /** Mail under way must not land in mailboxes that are gone. */
      async remove(input, call) {
        await mailSync.leave(input.id)
        return core.handlers.accounts.remove(input, call)
      },
    },
    messages: fetchingFirst(core.handlers.messages, mailSync),
    connections: connections.handlers,
    privacy: listingBlocked(core.handlers.privacy, connections),
    sync: { ...syncHandlers, now: fetchAndSend },
    tasks: createTaskHandlers(scheduler),
    imports: createImportHandlers({
      scheduler,
      uploads,
      importInto: (accountId) => importInto(core, context, accountId),
    }),
    exports: createExportHandlers(scheduler, () => door.client),
  })
  const notifier = startNotifier({
    ...context,
    notifications: core.notifications,
    addressOf: async (accountId) => (await context.stores.records.get('account', accountId))?.address ?? null,
    advice: () => adviceOf(door.client),
  })
  if (config.sync.enabled) {
    await mailSync.start()
    await startOutbox()
    authentication.start()
  }
  const regroup = createRegroupAgent({ ...context, discussions: core.discussions, scheduler })
  regroup.start()
  const collect = createCollectAgent({ ...context, contacts: core.contacts, scheduler })
  collect.start()
  const scoring = createScoringAgent({ ...context, background: core.privacy.background, scheduler })
  scoring.start()
  const importance = startImportance({ ...context, catchUp: core.importance.catchUp, scheduler })
  const retention = setTimeout(() => {
    scheduler.repeat({
      key: 'retention',
      kind: 'maintenance',
      label: 'Deleted messages',
      everyMs: retentionEveryMs,
      run: (task) => endDeleted(core, task.signal),
    })
  }, retentionAfterMs).unref()
  return {
    door,
    recovery,
    async stop() {
      clearTimeout(retention)
      importance.stop()
      await collect.stop()
      await regroup.stop()
      await scoring.stop()
      await authentication.stop()
      await outboxAgent.stop()
      await mailSync.stop()
      await rules.stop()
      await scheduler.stop()
      await notifier.stop()
      await kept.stop()
    },
  }
}

/** Deleted messages are looked for once a day, and not while the program starts. */
const retentionAfterMs = 10 * 60_000
const retentionEveryMs = 24 * 3_600_000

async function endDeleted(core: Core, signal: AbortSignal): Promise<void> {
  await core.retention.sweep(signal)
  await core.notifications.sweep()
}
