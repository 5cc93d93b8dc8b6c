import { type Account, Failure, fail, type SyncStatus, toProblem } from '../../../core/defs/index.ts'
import type { JobHandle, Scheduler } from '../scheduler/index.ts'
import { type AccountSync, type AccountSyncParts, createAccountSync } from './account-sync.ts'
import { syncLimits } from './limits.ts'
import { createOpenedBodies, type OpenedBodies } from './opened-bodies.ts'

export interface MailSyncParts extends AccountSyncParts {
  readonly scheduler: Scheduler
}

/** Sync of all accounts, each on its own: one that fails or is slow holds up no other. */
export interface MailSync {
  /** begins to keep every account in line, those that come later included */
  start(): Promise<void>
  statuses(): Promise<SyncStatus[]>
  /** a full round of one account, or of all; started or not */
  now(accountId?: string, signal?: AbortSignal): Promise<SyncStatus[]>
  setPaused(accountId: string, paused: boolean): Promise<void>
  /**
   * Fetches the body of a listed message ahead of everything else, for a person who opened it. Resolves after
   * `syncLimits.openedBodyMs` at the latest, fetched or not: whoever asks looks again. Never fails.
   */
  fetchBody(messageId: string, signal?: AbortSignal): Promise<void>
  /** ends the sync of one account and waits for it: before an account is removed */
  leave(accountId: string): Promise<void>
  stop(): Promise<void>
}

interface Kept {
  readonly sync: AccountSync
  readonly opened: OpenedBodies
  handle: JobHandle | null
  /** what the connection was made of: another one means to sign in anew */
  made: string
}

export function createMailSync(parts: MailSyncParts): MailSync {
  const { mirror, scheduler, events, logger } = parts
  const kept = new Map<string, Kept>()
  let started = false
  let offline = false
  let stopListening: () => void = () => undefined
  let adjusting: Promise<void> = Promise.resolve()
  let nudge: ReturnType<typeof setTimeout> | null = null

  const keep = (accountId: string): Kept => {
    const found = kept.get(accountId)
    if (found !== undefined) return found
    const sync = createAccountSync(accountId, parts)
    const made: Kept = { sync, opened: createOpenedBodies(accountId, parts), handle: null, made: '' }
    kept.set(accountId, made)
    return made
  }
  const jobOf = ({ id, address }: Account) => ({
    key: `sync ${id}`,
    kind: 'sync' as const,
    label: address,
    accountId: id,
  })

  async function end(entry: Kept): Promise<void> {
    const { handle } = entry
    entry.handle = null
    entry.opened.close()
    await handle?.stop()
  }

  /** Starts, restarts and ends loops until they are those that the accounts and settings ask for. */
  async function adjust(): Promise<void> {
    const accounts = started ? await mirror.accounts() : []
    offline = await mirror.goneOffline()
    const byId = new Map(accounts.map((account) => [account.id, account]))
    for (const [id, entry] of kept) {
      if (byId.has(id)) continue
      await end(entry)
      kept.delete(id)
    }
    for (const account of accounts) {
      const entry = keep(account.id)
      const made = JSON.stringify([account.imap, account.trustedCertificate])
      if (account.paused || offline) {
        await end(entry)
        entry.sync.status.set({
          state: account.paused ? 'paused' : 'offline',
          mailbox: null,
          problem: null,
          retryAtMs: null,
        })
        continue
      }
      if (entry.handle !== null && entry.made !== made) await end(entry)
      entry.made = made
      if (entry.handle === null) {
        const { sync } = entry
        entry.handle = scheduler.repeat({
          ...jobOf(account),
          everyMs: 0,
          run: (task) => sync.stay(task),
          onRetry: (retryAtMs) => sync.status.set({ retryAtMs }),
        })
      } else if (entry.sync.status.current.problem?.code === 'auth') {
        // A new password is not seen in the account: it is tried whenever the account was touched.
        entry.handle.trigger().catch(() => undefined)
      }
    }
  }

  const adjustSoon = (): Promise<void> => {
    adjusting = adjusting.then(adjust).catch((thrown: unknown) => {
      logger.error('The accounts to sync could not be read', { details: toProblem(thrown).details })
    })
    return adjusting
  }

  /** Actions were done: the accounts that have something to tell are woken. One look for a burst of events. */
  const nudgeSoon = (): void => {
    nudge ??= setTimeout(async () => {
      nudge = null
      for (const [accountId, { sync, handle }] of kept) {
        const pending = await mirror.pendingActions(accountId).catch(() => 0)
        sync.status.set({ pending })
        if (pending > 0 && handle !== null) sync.wake()
      }
    }, 50)
  }

  const retryNow = (): void => {
    for (const { sync, handle } of kept.values()) {
      if (handle !== null && sync.status.current.retryAtMs !== null) handle.trigger().catch(() => undefined)
    }
  }

  async function nowOne(account: Account, signal?: AbortSignal): Promise<void> {
    if (offline) throw fail('offline', 'Caliopen was set to work offline. Go online first; nothing is lost.')
    const { sync, handle } = keep(account.id)
    if (handle === null) return scheduler.run(jobOf(account), (task) => sync.once(task), signal)
    const round = sync.round()
    // One that waits after a failure starts now; one that runs takes the round up by itself.
    if (sync.status.current.retryAtMs !== null) handle.trigger().catch(() => undefined)
    return round
  }

  const statuses = async (): Promise<SyncStatus[]> =>
    Promise.all(
      (await mirror.accounts()).map(async (account) => {
        const { sync, handle } = keep(account.id)
        const pending = await mirror.pendingActions(account.id)
        const state = handle === null && account.paused ? 'paused' : sync.status.current.state
        return { ...sync.status.current, state, pending }
      }),
    )

  return {
    statuses,
    async start() {
      started = true
      stopListening = events.subscribe((event) => {
        if (event.type === 'accounts.changed' || event.type === 'settings.changed') void adjustSoon()
        // New mail tells nothing to a server; everything else may have come with something to tell.
        else if (event.type !== 'messages.added' && /^(messages|mailboxes|outbox|drafts)\./.test(event.type))
          nudgeSoon()
        // What was sent shows that the network is there: nobody waits for the end of a back-off then.
        if (event.type === 'outbox.changed' && event.item.state === 'sent') retryNow()
      })
      await adjustSoon()
    },
    async now(accountId, signal) {
      if (!started) offline = await mirror.goneOffline()
      const accounts = (await mirror.accounts()).filter(({ id }) => accountId === undefined || id === accountId)
      if (accountId !== undefined && accounts.length === 0) {
        throw fail('not-found', 'There is no such account with a mail server.')
      }
      const results = await Promise.allSettled(accounts.map((account) => nowOne(account, signal)))
      const failed = results.find((result) => result.status === 'rejected')
      // With several accounts the trouble of one stands in its status; asked for one, it is the answer.
      if (failed !== undefined && accounts.length === 1) {
        throw failed.reason instanceof Failure ? failed.reason : new Failure(toProblem(failed.reason))
      }
      const ids = new Set(accounts.map(({ id }) => id))
      return (await statuses()).filter((status) => ids.has(status.accountId))
    },
    async setPaused(accountId, paused) {
      if ((await mirror.account(accountId)) === null) throw fail('not-found', 'This account is not here any more.')
      await mirror.setPaused(accountId, paused)
      await adjustSoon()
    },
    async fetchBody(messageId, signal) {
      const limit = AbortSignal.timeout(syncLimits.openedBodyMs)
      const within = signal === undefined ? limit : AbortSignal.any([signal, limit])
      try {
        for (const copy of await mirror.ledger.copies([messageId])) {
          const account = await mirror.accountOf(copy.mailboxId)
          if (account === null || account.paused || (await mirror.goneOffline())) continue
          return await keep(account.id).opened.fetch(copy, within)
        }
      } catch (thrown) {
        logger.info('The body of an opened message did not come', { details: toProblem(thrown).details })
      }
    },
    async leave(accountId) {
      const entry = kept.get(accountId)
      if (entry === undefined) return
      await end(entry)
      kept.delete(accountId)
    },
    async stop() {
      started = false
      stopListening()
      if (nudge !== null) clearTimeout(nudge)
      await adjusting
      await Promise.all([...kept.values()].map(end))
    },
  }
}
