import {
  fail,
  type Handlers,
  type Leaving,
  type MessageSummary,
  type Operations,
  readMailto,
  type UnsubscribeOffer,
} from '../defs/index.ts'
import { readMessage, readRaw } from '../messages/index.ts'
import type { CoreContext } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { type Way, wayOf } from './way.ts'

export interface UnsubscribeNeeds {
  readonly outbox: Pick<Handlers<Operations['outbox']>, 'compose' | 'cancel'>
  readonly drafts: Pick<Handlers<Operations['drafts']>, 'remove'>
}

const call = { priority: 'interactive' } as const

/** Leaving of mailing lists: how a message says that it can be done, doing it, and what was done. */
export function createUnsubscribe(context: CoreContext, needs: UnsubscribeNeeds): Handlers<Operations['unsubscribe']> {
  const { stores, reader, outside, clock } = context

  async function read(id: string): Promise<{ message: MessageSummary; way: Way }> {
    const message = await readMessage(context, id)
    const [raw, features] = await Promise.all([readRaw(context, message), stores.scores.features([id])])
    return { message, way: wayOf(await reader.leaving(raw, call), features.get(id) ?? []) }
  }

  async function offerOf(message: MessageSummary, way: Way): Promise<UnsubscribeOffer> {
    const asked = await stores.records.get('leaving', keyOf(message))
    return {
      id: message.id,
      list: message.listId ?? senderOf(message),
      way: way.way,
      to: way.to,
      url: way.way === 'page' ? way.url : null,
      unproven: way.unproven,
      asked: asked !== null && (await stands(asked)) ? { way: asked.way, atMs: asked.atMs } : null,
    }
  }

  /** A message that was taken back or refused by its server has asked nobody for anything. */
  async function stands({ outboxId, atMs }: Leaving): Promise<boolean> {
    if (outboxId === null) return true
    const item = await stores.records.get('outbox', outboxId)
    return item === null ? clock.nowMs() - atMs > sentKeptMs : item.state !== 'failed'
  }

  async function write(message: MessageSummary, mailto: string): Promise<{ outboxId: string; sendAtMs: number }> {
    const { to = [], subject = 'unsubscribe', text = '' } = readMailto(mailto)
    const [{ undoSendMs }, accountId] = await Promise.all([readSettings(context), accountOf(message)])
    const content = { ...(accountId === null ? {} : { accountId }), to, subject, text: text.slice(0, maxTextChars) }
    const item = await needs.outbox.compose({ content, attachments: [], sendAtMs: clock.nowMs() + undoSendMs }, call)
    return { outboxId: item.id, sendAtMs: item.sendAtMs }
  }

  /** Whom the list writes to: the account in whose mailbox the message is. */
  async function accountOf({ mailboxIds }: MessageSummary): Promise<string | null> {
    for (const id of mailboxIds) {
      const mailbox = await stores.records.get('mailbox', id)
      const account = mailbox === null ? null : await stores.records.get('account', mailbox.accountId)
      if (account?.smtp != null) return account.id
    }
    return null
  }

  return {
    async offer({ id }) {
      const { message, way } = await read(id)
      return offerOf(message, way)
    },

    async ask({ id }, { signal }) {
      const { message, way } = await read(id)
      if (way.way === null || way.url === null) {
        throw fail(
          'unsupported',
          'This message names no way to leave its list. Mark it as spam, or write to its sender.',
        )
      }
      if (way.way === 'one-click') await outside.leaveList(way.url, id, signal)
      const written = way.way === 'mail' ? await write(message, way.url) : null
      const value: Leaving = {
        id: keyOf(message),
        way: way.way,
        atMs: clock.nowMs(),
        outboxId: written?.outboxId ?? null,
      }
      await stores.commit({ recordPuts: [{ noun: 'leaving', value }] })
      return { ...(await offerOf(message, way)), sendAtMs: written?.sendAtMs ?? null }
    },

    async withdraw({ id }) {
      const { message, way } = await read(id)
      const asked = await stores.records.get('leaving', keyOf(message))
      if (asked === null || asked.outboxId === null) {
        throw fail('conflict', 'The list was told already. Nothing was taken back.')
      }
      const draft = await needs.outbox.cancel({ id: asked.outboxId }, call)
      await needs.drafts.remove({ id: draft.id }, call)
      await stores.commit({ recordRemoves: [{ noun: 'leaving', id: asked.id }] })
      return offerOf(message, way)
    },
  }
}

/** Sent messages stay in the outbox for a week (core/outbox): one that is gone sooner was taken back. */
const sentKeptMs = 6 * 24 * 3_600_000
/** Of what the list asks to be written: a line, in earnest. */
const maxTextChars = 2000

const senderOf = ({ participants }: MessageSummary): string =>
  participants.find(({ type }) => type === 'from')?.address ?? ''

const keyOf = (message: MessageSummary): string =>
  message.listId === null ? `from:${senderOf(message).toLowerCase()}` : `list:${message.listId}`
