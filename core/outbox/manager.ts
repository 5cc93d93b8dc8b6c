import { commitOrFail } from '../commit.ts'
import { type Draft, fail, type Handlers, type Operations, type OutboxItem } from '../defs/index.ts'
import { readAccount, readDraft } from '../drafts/index.ts'
import type { CoreContext } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { announce, createDepartures, type Departures } from './departure.ts'
import { beginDraft } from './direct.ts'
import { allItems, composeItem, readItem } from './item.ts'
import { fileSent, type SentCopyNeeds } from './sent-copy.ts'

export interface Outbox extends Departures {
  readonly handlers: Handlers<Operations['outbox']>
  /** sent, but the copy is not yet where it belongs */
  unfiled(): Promise<OutboxItem[]>
  fileSent(id: string): Promise<OutboxItem>
  /** forgets what was sent and filed long ago */
  sweep(): Promise<void>
}

/** What was sent stays in the outbox for a week, so that a late look finds it; its copy is in Sent anyway. */
const keepSentMs = 7 * 24 * 3_600_000

export function createOutboxManager(context: CoreContext, needs: SentCopyNeeds): Outbox {
  const { stores, clock, log, events } = context

  async function enqueue(item: OutboxItem, stored: boolean): Promise<OutboxItem> {
    const { draft } = item
    const guard = { revision: draft.revision, attachments: draft.attachments }
    await commitOrFail(
      context,
      {
        recordInserts: [{ noun: 'outbox', value: item }],
        ...(stored
          ? {
              recordPatches: [{ noun: 'draft', id: draft.id, from: guard, set: guard }],
              recordRemoves: [{ noun: 'draft', id: draft.id }],
            }
          : {}),
        log: [...log.fields('outbox', item.id, { ...item }), ...(stored ? [log.delete('draft', draft.id)] : [])],
      },
      'This draft',
    )
    announce(context, item)
    if (stored) events.emit({ type: 'drafts.changed', draftId: draft.id })
    return item
  }

  async function forget(item: OutboxItem): Promise<boolean> {
    const guard = { state: item.state }
    const result = await stores.commit({
      recordPatches: [{ noun: 'outbox', id: item.id, from: guard, set: guard }],
      recordRemoves: [{ noun: 'outbox', id: item.id }],
      log: [log.delete('outbox', item.id)],
    })
    return result.ok
  }

  return {
    ...createDepartures(context),
    fileSent: (id) => fileSent(context, needs, id),
    unfiled: async () => (await allItems(context)).filter((item) => item.state === 'sent' && !item.filed),

    async sweep() {
      const before = clock.nowMs() - keepSentMs
      for (const item of await allItems(context)) {
        if (item.state === 'sent' && item.filed && item.sendAtMs < before) await forget(item)
      }
    },

    handlers: {
      async list({ cursor, limit }) {
        const page = await stores.records.list('outbox', { cursor, limit, descending: true })
        return { ...page, items: page.items.filter((item) => item.state !== 'sent' || !item.filed || item.problem) }
      },

      get: ({ id }) => readItem(context, id),

      async send({ draftId, sendAtMs, undoMs }) {
        const draft = await readDraft(context, draftId)
        const account = await readAccount(context, draft.accountId)
        const undo = undoMs ?? (await readSettings(context)).undoSendMs
        const now = clock.nowMs()
        const at = sendAtMs === undefined ? now + undo : Math.max(now, sendAtMs)
        const times = { sendAtMs: at, chosenAtMs: sendAtMs === undefined ? null : at }
        return enqueue(await composeItem(context, draft, account, times), true)
      },

      async compose({ content, attachments, sendAtMs }) {
        const { draft, account } = await beginDraft(context, content, attachments)
        const at = Math.max(clock.nowMs(), sendAtMs ?? 0)
        const times = { sendAtMs: at, chosenAtMs: sendAtMs === undefined ? null : at }
        return enqueue(await composeItem(context, draft, account, times), false)
      },

      async cancel({ id }) {
        const item = await readItem(context, id)
        if (!isHere(item)) throw tooLate(item)
        const draft: Draft = { ...item.draft, updatedAtMs: clock.nowMs() }
        const guard = { state: item.state }
        const result = await stores.commit({
          recordInserts: [{ noun: 'draft', value: draft }],
          recordPatches: [{ noun: 'outbox', id, from: guard, set: guard }],
          recordRemoves: [{ noun: 'outbox', id }],
          log: [...log.fields('draft', draft.id, { ...draft }), log.delete('outbox', id)],
        })
        if (!result.ok) throw tooLate(await readItem(context, id))
        events.emit({ type: 'drafts.changed', draftId: draft.id })
        announce(context, item)
        return draft
      },

      async retry({ id }) {
        const item = await readItem(context, id)
        if (!isHere(item)) throw tooLate(item)
        const set = {
          state: 'waiting',
          sendAtMs: clock.nowMs(),
          chosenAtMs: null,
          attempts: 0,
          problem: null,
          handingOverAtMs: null,
        } as const
        await commitOrFail(
          context,
          {
            recordPatches: [{ noun: 'outbox', id, from: { state: item.state }, set }],
            log: log.fields('outbox', id, set),
          },
          'This message',
        )
        const again = { ...item, ...set }
        announce(context, again)
        return again
      },

      async remove({ id }) {
        const item = await readItem(context, id)
        const finished = needsPerson(item) || (item.state === 'sent' && item.filed)
        if (!finished || !(await forget(item))) {
          throw fail('conflict', 'This message is still on its way. Take it back first. Nothing was changed.')
        }
        announce(context, item)
        return {}
      },
    },
  }
}

const needsPerson = ({ state }: OutboxItem): boolean => state === 'failed' || state === 'late'
/** It has not been handed to anybody. */
const isHere = (item: OutboxItem): boolean => item.state === 'waiting' || needsPerson(item)

function tooLate(item: OutboxItem) {
  const sent = item.state === 'sent'
  return fail(
    'conflict',
    sent
      ? 'This message has been sent already and cannot be taken back.'
      : 'This message is being handed to the server at this moment and cannot be taken back any more.',
    { current: item },
  )
}
