import { createHash, randomBytes } from 'node:crypto'
import { prepareMail } from '../../core/brokers/email/index.ts'
import type { Account, CoreEvent, Server } from '../../core/defs/index.ts'
import { createEvents } from '../../core/events/index.ts'
import { createIngest } from '../../core/ingest/index.ts'
import { createJournal } from '../../core/journal/index.ts'
import { createChangeLog } from '../../core/log/index.ts'
import { createMailboxes, type Mailboxes } from '../../core/mailboxes/index.ts'
import { createMessageManager, type MessageManager } from '../../core/messages/index.ts'
import { createMirror, type Mirror } from '../../core/mirror/index.ts'
import type { CoreContext, MailReader } from '../../core/ports.ts'
import { createUndo, type Undo } from '../../core/undo/index.ts'
import { createMailSync, type MailSync } from '../../main/agents/mail-sync/index.ts'
import { createScheduler, type Scheduler } from '../../main/agents/scheduler/index.ts'
import type { Stores } from '../../storage/contracts/index.ts'
import { createFakeContext, encodeBlob, fakeAccount } from '../fakes/index.ts'
import { labPassword, type MailServer } from '../servers/index.ts'
import { openTestNetwork } from './test-network.ts'

/** Core, sync and replay as the program wires them, with a clock that runs and no interface. */
export interface SyncRig {
  readonly context: CoreContext
  readonly mirror: Mirror
  readonly mailSync: MailSync
  readonly scheduler: Scheduler
  readonly messages: MessageManager & { readonly actions: Undo['handlers'] }
  readonly mailboxes: Mailboxes
  readonly emitted: CoreEvent[]
  /** bodies and header blocks given to the parser, to see what was downloaded */
  readonly read: { bodies: number; headers: number }
  addAccount(account: Account, password?: string): Promise<Account>
  /** UID and flags of every message we hold a copy of, by path: to be compared with `serverState` */
  state(accountId: string): Promise<Record<string, Record<number, string>>>
  /** what a person sees: by path, the subjects of the messages in it, sorted */
  subjects(accountId: string): Promise<Record<string, string[]>>
  stop(): Promise<void>
}

export interface SyncRigOptions {
  readonly stores?: Stores
  readonly reader?: MailReader
  readonly stallTimeoutMs?: number
}

export async function createSyncRig(options: SyncRigOptions = {}): Promise<SyncRig> {
  const clock = { nowMs: () => Date.now() }
  const read = { bodies: 0, headers: 0 }
  const fake = createFakeContext()
  const stores = options.stores ?? fake.stores
  const emitted: CoreEvent[] = []
  const events = createEvents(fake.logger)
  events.subscribe((event) => emitted.push(event))
  const context: CoreContext = {
    ...fake,
    clock,
    stores,
    events,
    random: { id: () => randomBytes(16).toString('hex').slice(0, 26) },
    hash: (input) => createHash('sha256').update(input).digest('hex'),
    reader: counting(options.reader ?? inProcess(fake.reader), read),
    log: createChangeLog(clock, 'rig', await stores.log.last()),
  }
  const undo = createUndo()
  const journal = createJournal(context)
  const mailboxes = createMailboxes(context, journal)
  const mirror = createMirror(context)
  const scheduler = createScheduler(context)
  const mailSync = createMailSync({
    ...context,
    mirror,
    scheduler,
    network: openTestNetwork().network,
    ingest: createIngest(context),
    stallTimeoutMs: options.stallTimeoutMs,
  })
  return {
    context,
    mirror,
    mailSync,
    scheduler,
    mailboxes,
    messages: { ...createMessageManager(context, journal, mailboxes, undo), actions: undo.handlers },
    emitted,
    read,
    async addAccount(account, password = labPassword) {
      await context.credentials.set(account.id, password)
      await stores.commit({ recordPuts: [{ noun: 'account', value: account }] })
      events.emit({ type: 'accounts.changed' })
      return account
    },
    state: (accountId) => ourState(context, mirror, accountId),
    subjects: (accountId) => ourSubjects(context, mirror, accountId),
    async stop() {
      await mailSync.stop()
      await scheduler.stop()
    },
  }
}

/** An account of a lab server. */
export function labAccount(lab: MailServer, user: string, imap: Partial<Server> = {}): Account {
  return fakeAccount({
    id: `account-${user}`,
    address: user,
    label: user,
    imap: { host: '127.0.0.1', port: lab.imapsPort, security: 'tls', user, ...imap },
    smtp: null,
    trustedCertificate: lab.fingerprint,
    trustedAuthservIds: [],
  })
}

function inProcess(rest: MailReader): MailReader {
  return {
    ...rest,
    prepare: (raws) =>
      Promise.all(
        raws.map(async ({ bytes, headersOnly }) => ({
          ...(await prepareMail(bytes, { headersOnly })),
          blob: headersOnly ? null : encodeBlob(bytes),
        })),
      ),
  }
}

function counting(reader: MailReader, read: { bodies: number; headers: number }): MailReader {
  return {
    ...reader,
    prepare(raws, options) {
      const headers = raws.filter(({ headersOnly }) => headersOnly).length
      read.headers += headers
      read.bodies += raws.length - headers
      return reader.prepare(raws, options)
    },
  }
}

async function ourState(
  context: CoreContext,
  mirror: Mirror,
  accountId: string,
): Promise<Record<string, Record<number, string>>> {
  const state: Record<string, Record<number, string>> = {}
  for (const mailbox of await mirror.mailboxes(accountId)) {
    if (!mailbox.selectable) continue
    const rows: Record<number, string> = {}
    for (let after = 0; ; ) {
      const page = await context.stores.remote.page(mailbox.id, after, 1000)
      for (const { uid, flags } of page) rows[uid] = [...flags].sort().join(' ')
      if (page.length < 1000) break
      after = page.at(-1)?.uid ?? 0
    }
    state[mailbox.path] = rows
  }
  return state
}

async function ourSubjects(context: CoreContext, mirror: Mirror, accountId: string): Promise<Record<string, string[]>> {
  const seen: Record<string, string[]> = {}
  for (const mailbox of await mirror.mailboxes(accountId)) {
    const subjects: string[] = []
    let cursor: string | undefined
    do {
      const page = await context.stores.messages.list({ view: `mailbox:${mailbox.id}`, cursor, limit: 500 })
      subjects.push(...page.items.map(({ subject }) => subject))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    seen[mailbox.path] = subjects.sort()
  }
  return seen
}
