import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { MailSync } from './mail-sync.ts'

type Messages = Handlers<Operations['messages']>

/** Operations `messages.*`, where what needs the bytes of a message fetches them first when they are still on the server. */
export function fetchingFirst(messages: Messages, mailSync: Pick<MailSync, 'fetchBody'>): Messages {
  return {
    ...messages,
    async body(input, call) {
      const body = await messages.body(input, call)
      if (body.state !== 'pending') return body
      await mailSync.fetchBody(input.id, call.signal)
      return messages.body(input, call)
    },
    async raw(input, call) {
      await fetchPending(input.id, call)
      return messages.raw(input, call)
    },
    async attachment(input, call) {
      await fetchPending(input.id, call)
      return messages.attachment(input, call)
    },
  }

  async function fetchPending(id: string, call: Parameters<Messages['get']>[1]): Promise<void> {
    const { bodyState } = await messages.get({ id }, call)
    if (bodyState === 'pending') await mailSync.fetchBody(id, call.signal)
  }
}
