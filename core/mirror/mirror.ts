import type { RemoteCopy } from '../../storage/contracts/index.ts'
import type { Account, Mailbox, MailboxSyncState } from '../defs/index.ts'
import { createKeywordTags } from '../keywords/index.ts'
import type { CoreContext } from '../ports.ts'
import { applyServerFlags, applyVanished, settleKnown } from './changes.ts'
import {
  type MailboxDifferences,
  readMailboxes,
  reconcileMailboxes,
  removeMailbox,
  sweepMailbox,
} from './mailbox-list.ts'
import { advanceMailbox, beginMailbox } from './progress.ts'
import { createReplayLedger, type ReplayLedger } from './replay.ts'
import type { ServerFlags, ServerMailbox, ServerStanding } from './server-state.ts'
import type { MirrorTags } from './tags.ts'

/**
 * What we know of the servers, and how it is brought in line with what they say now. Nothing here talks to a server:
 * whoever does (main/agents/mail-sync.ts) brings what it heard.
 */
export interface Mirror {
  /** every account that has a server, in id order */
  accounts(): Promise<Account[]>
  account(accountId: string): Promise<Account | null>
  setPaused(accountId: string, paused: boolean): Promise<void>
  /** the person wants no network now */
  goneOffline(): Promise<boolean>
  mailboxes(accountId: string): Promise<Mailbox[]>
  mailbox(mailboxId: string): Promise<Mailbox | null>
  /** the account of a mailbox; null when either is gone or it has no server */
  accountOf(mailboxId: string): Promise<Account | null>
  reconcileMailboxes(accountId: string, listed: readonly ServerMailbox[]): Promise<MailboxDifferences>
  removeMailbox(mailboxId: string): Promise<void>
  begin(
    mailboxId: string,
    server: ServerStanding,
  ): Promise<{ readonly sync: MailboxSyncState; readonly renewed: boolean }>
  advance(mailboxId: string, progress: Partial<MailboxSyncState>): Promise<MailboxSyncState>
  /** which of these UIDs we have already */
  known(mailboxId: string, uids: readonly number[]): Promise<Set<number>>
  /** which of these Message-IDs belong to a message whose bytes are here */
  haveBytes(messageIds: readonly string[]): Promise<Set<string>>
  /** our copies in UID order after `afterUid` */
  copies(mailboxId: string, afterUid: number, limit: number): Promise<RemoteCopy[]>
  count(mailboxId: string): Promise<number>
  /** listed, but their bytes are still on the server; newest first */
  pendingBodies(mailboxId: string, limit: number): Promise<RemoteCopy[]>
  applyFlags(mailboxId: string, states: readonly ServerFlags[]): Promise<void>
  applyVanished(mailboxId: string, uids: readonly number[]): Promise<void>
  /** call it for messages that were here already when they were listed */
  settle(mailboxId: string, messageIds: readonly string[]): Promise<void>
  /** call it when everything in a mailbox has been listed; `renewed`: after a UIDVALIDITY change */
  sweep(mailboxId: string, renewed: boolean): Promise<void>
  pendingActions(accountId: string): Promise<number>
  readonly ledger: ReplayLedger
}

export function createMirror(context: CoreContext, given: Partial<MirrorTags> = {}): Mirror {
  const { stores } = context
  const { keywords = createKeywordTags(context), tagged = async () => undefined } = given
  const tags: MirrorTags = { keywords, tagged }
  const batch = { priority: 'batch' } as const
  return {
    async accounts() {
      const page = await stores.records.list('account', { limit: 500 })
      return page.items.filter(({ protocol, imap }) => protocol === 'imap' && imap !== null)
    },
    account: (accountId) => stores.records.get('account', accountId),
    async setPaused(accountId, paused) {
      const set = { noun: 'account' as const, id: accountId, from: { paused: !paused }, set: { paused } }
      // A conflict means that it is like that already, or that the account is gone.
      const result = await stores.commit({
        recordPatches: [set],
        log: [context.log.set('account', accountId, 'paused', paused)],
      })
      if (result.ok) context.events.emit({ type: 'accounts.changed' })
    },
    async goneOffline() {
      return (await stores.records.get('settings', 'settings'))?.goneOffline ?? false
    },
    mailboxes: (accountId) => readMailboxes(context, accountId),
    mailbox: (mailboxId) => stores.records.get('mailbox', mailboxId),
    async accountOf(mailboxId) {
      const mailbox = await stores.records.get('mailbox', mailboxId)
      const account = mailbox === null ? null : await stores.records.get('account', mailbox.accountId)
      return account?.imap == null ? null : account
    },
    reconcileMailboxes: (accountId, listed) => reconcileMailboxes(context, accountId, listed),
    removeMailbox: (mailboxId) => removeMailbox(context, mailboxId),
    begin: (mailboxId, server) => beginMailbox(context, mailboxId, server),
    advance: (mailboxId, progress) => advanceMailbox(context, mailboxId, progress),
    async known(mailboxId, uids) {
      return new Set((await stores.remote.byUids(mailboxId, uids, batch)).map(({ uid }) => uid))
    },
    async haveBytes(messageIds) {
      const found = await stores.messages.byMessageIds(messageIds, batch)
      return new Set(found.flatMap(({ bodyState, messageId }) => (bodyState === 'pending' ? [] : (messageId ?? []))))
    },
    copies: (mailboxId, afterUid, limit) => stores.remote.page(mailboxId, afterUid, limit, batch),
    count: (mailboxId) => stores.remote.count(mailboxId, batch),
    pendingBodies: (mailboxId, limit) => stores.messages.pendingBodies(mailboxId, limit, batch),
    applyFlags: (mailboxId, states) => applyServerFlags(context, tags, mailboxId, states),
    applyVanished: (mailboxId, uids) => applyVanished(context, mailboxId, uids),
    settle: (mailboxId, messageIds) => settleKnown(context, tags, mailboxId, messageIds),
    sweep: (mailboxId, renewed) => sweepMailbox(context, mailboxId, renewed),
    pendingActions: (accountId) => stores.records.count('journal', accountId),
    ledger: createReplayLedger(context, tags),
  }
}
