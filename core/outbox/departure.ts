import type { ChangeSet } from '../../storage/contracts/index.ts'
import { fail, type OutboxItem, type Problem, type Server } from '../defs/index.ts'
import { wholeHistory } from '../drafts/index.ts'
import type { CoreContext } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { allItems, isLate, maybeSent, overslept, partlySent, readItem } from './item.ts'

/** What certainly came of an attempt; what is uncertain stays `sending` and is settled by evidence. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly rejected: readonly { readonly address: string; readonly words: string }[] }
  | { readonly kind: 'later'; readonly problem: Problem; readonly retryAtMs: number }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** An item that was marked as `sending`, with all that sending takes. */
export interface Departure {
  readonly item: OutboxItem
  readonly server: Server
  readonly password: string
  readonly trustedCertificate: string | null
  readonly bytes: Uint8Array
}

/**
 * The steps by which a message leaves. Each is one change set, durable before the next begins; a kill between any two
 * leaves a state that says what is certain (doc/decisions/020-outbox-never-twice.md).
 */
export interface Departures {
  /** what waits, the first to leave first; nothing while the user has gone offline */
  waiting(): Promise<OutboxItem[]>
  /** waiting -> sending; null if it was taken back, is `late`, or cannot leave (then its `problem` says why) */
  begin(id: string): Promise<Departure | null>
  /** to be awaited before the final dot: durable when it answers */
  handingOver(id: string): Promise<void>
  finish(id: string, outcome: SendOutcome): Promise<OutboxItem>
  /** items in `sending`: those that nobody is sending were left there by a kill or a broken connection */
  sending(): Promise<OutboxItem[]>
  /**
   * Decides by evidence about an item that was left in `sending`. `foundOnServer`: true if the server holds the message among the sent ones,
   * null if it was not or cannot be asked.
   */
  settle(id: string, foundOnServer: boolean | null): Promise<OutboxItem>
  /** everything that waits for a connection is due now */
  hurry(): Promise<void>
}

export function createDepartures(context: CoreContext): Departures {
  const { stores, clock, log } = context

  async function change(
    before: OutboxItem,
    set: Partial<OutboxItem>,
    more: Pick<ChangeSet, 'recordRemoves'> = {},
  ): Promise<OutboxItem | null> {
    const from = { state: before.state, sendAtMs: before.sendAtMs }
    const result = await stores.commit({
      ...more,
      recordPatches: [{ noun: 'outbox', id: before.id, from, set }],
      log: log.fields('outbox', before.id, set),
    })
    if (!result.ok) return null
    const item = { ...before, ...set }
    announce(context, item)
    return item
  }

  async function must(before: OutboxItem, set: Partial<OutboxItem>, more?: Pick<ChangeSet, 'recordRemoves'>) {
    const item = await change(before, set, more)
    if (item === null) throw fail('conflict', 'This message was changed while it was being sent. Look at the outbox.')
    return item
  }

  async function sent(item: OutboxItem, problem: Problem | null): Promise<OutboxItem> {
    const set: Partial<OutboxItem> = { state: 'sent', problem, sendAtMs: clock.nowMs() }
    return must(item, set, { recordRemoves: await wholeHistory(context, item.draft.id) })
  }

  const unsure = async (item: OutboxItem) => {
    const account = await stores.records.get('account', item.accountId)
    return must(item, { state: 'failed', problem: maybeSent(account?.smtp ?? null) })
  }

  return {
    async waiting() {
      if ((await readSettings(context)).goneOffline) return []
      const waiting = (await allItems(context)).filter((item) => item.state === 'waiting')
      return waiting.toSorted((a, b) => a.sendAtMs - b.sendAtMs)
    },

    async begin(id) {
      const item = await stores.records.get('outbox', id)
      if (item?.state !== 'waiting') return null
      if (isLate(item, clock.nowMs())) {
        await change(item, { state: 'late', problem: overslept() })
        return null
      }
      const [account, bytes] = await Promise.all([
        stores.records.get('account', item.accountId),
        stores.blobs.get(item.blob),
      ])
      const problem = whatIsMissing(account?.smtp ?? null, bytes)
      if (problem !== null || account?.smtp === null || account === null || bytes === null) {
        await change(item, { state: 'failed', problem })
        return null
      }
      const password = (await context.credentials.get(account.id)) ?? ''
      const sending = await change(item, { state: 'sending', attempts: item.attempts + 1, handingOverAtMs: null })
      if (sending === null) return null
      const { smtp: server, trustedCertificate } = account
      return { item: sending, server, password, trustedCertificate, bytes }
    },

    async handingOver(id) {
      const item = await readItem(context, id)
      if (item.state !== 'sending') throw fail('conflict', 'This message is not being sent any more.')
      await must(item, { handingOverAtMs: clock.nowMs() })
    },

    async finish(id, outcome) {
      const item = await readItem(context, id)
      const account = await stores.records.get('account', item.accountId)
      if (outcome.kind === 'sent') return sent(item, partlySent(outcome.rejected, account?.smtp ?? null))
      const { problem } = outcome
      return outcome.kind === 'later'
        ? must(item, { state: 'waiting', problem, sendAtMs: outcome.retryAtMs, handingOverAtMs: null })
        : must(item, { state: 'failed', problem, handingOverAtMs: null })
    },

    sending: async () => (await allItems(context)).filter((item) => item.state === 'sending'),

    async settle(id, foundOnServer) {
      const item = await readItem(context, id)
      if (item.state !== 'sending') return item
      if (typeof item.handingOverAtMs !== 'number') return must(item, { state: 'waiting', sendAtMs: clock.nowMs() })
      // our own copy is filed only after the item is `sent`: one that is here came back through a server
      const cameBack = (await stores.messages.byMessageIds([item.messageId])).length > 0
      return foundOnServer === true || cameBack ? sent(item, null) : unsure(item)
    },

    async hurry() {
      const now = clock.nowMs()
      for (const item of await allItems(context)) {
        const retried = item.state === 'waiting' && item.problem !== null && item.sendAtMs > now
        if (retried) await change(item, { sendAtMs: now })
      }
    },
  }
}

export function announce(context: CoreContext, item: OutboxItem): void {
  const { id, state, sendAtMs, subject, problem } = item
  context.events.emit({ type: 'outbox.changed', item: { id, state, sendAtMs, subject, problem } })
}

function whatIsMissing(smtp: Server | null, bytes: Uint8Array | null): Problem | null {
  if (smtp === null) {
    return fail('not-found', 'The account to send this with is gone. The text is kept. Open it and choose another one.')
      .problem
  }
  if (bytes !== null) return null
  return fail('corrupt', 'The stored bytes of this message are missing. Its text is kept. Open it and send it again.')
    .problem
}
