import { fail, type Handlers, type MessageSummary, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

type Reading = Pick<Handlers<Operations['messages']>, 'list' | 'get' | 'body' | 'raw' | 'attachment' | 'remoteImage'>

/** One message; `not-found` if it is not here. */
export async function readMessage(context: CoreContext, id: string): Promise<MessageSummary> {
  const [message] = await context.stores.messages.get([id])
  if (message === undefined)
    throw fail('not-found', 'This message is not here any more. It was deleted or never arrived.')
  return message
}

/** Its bytes as they came; `offline` while they are on the server, `corrupt` when they are missing. */
export async function readRaw(context: CoreContext, message: MessageSummary, copy = 0): Promise<Uint8Array> {
  const blob = message.copies[copy]?.blob
  if (blob === undefined && message.bodyState === 'pending') {
    throw fail('offline', 'The rest of this message is still on the server. It comes when there is a connection.')
  }
  const raw = blob === undefined ? null : await context.stores.blobs.get(blob)
  if (raw === null) {
    throw fail(
      'corrupt',
      'The stored bytes of this message are missing. What is shown of it is safe. Run the doctor to fetch it again.',
    )
  }
  return raw
}

export function createReading(context: CoreContext): Reading {
  const { stores, reader, outside } = context
  return {
    list: (input, call) => stores.messages.list(input, call),
    get: ({ id }) => readMessage(context, id),

    async body({ id }, call) {
      const message = await readMessage(context, id)
      if (message.bodyState === 'pending') {
        return {
          id,
          state: 'pending',
          text: message.excerpt,
          html: null,
          problem: null,
          truncated: true,
          listUnsubscribe: [],
          listPost: null,
        }
      }
      const content = await reader.content(await readRaw(context, message), call)
      return {
        id,
        state: message.bodyState,
        ...content,
        problem: message.problem ?? content.problem,
        listUnsubscribe: [...content.listUnsubscribe],
      }
    },

    async raw({ id, copy }) {
      const message = await readMessage(context, id)
      return {
        name: `${fileName(message.subject)}.eml`,
        type: 'message/rfc822',
        bytes: await readRaw(context, message, copy),
      }
    },

    async attachment({ id, index }, call) {
      return reader.part(await readRaw(context, await readMessage(context, id)), index, call)
    },

    async remoteImage({ id, url }, call) {
      const message = await readMessage(context, id)
      const { html } = await reader.content(await readRaw(context, message), call)
      if (html === null || !mentions(html, url)) {
        throw fail('invalid', 'This message does not show a picture from that address. Nothing was fetched.', {
          field: 'url',
        })
      }
      return outside.fetchImage(url, id, call.signal)
    },
  }
}

/** Only what stands in the message is fetched for it. The address may stand there with its ampersands escaped, or partly. */
function mentions(html: string, url: string): boolean {
  const plain = html.replaceAll(/&amp;|&#38;|&#x26;/gi, '&')
  const { host, pathname } = new URL(url)
  return plain.includes(url) || (plain.includes(host) && plain.includes(decodeURIComponentSafely(pathname)))
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray per cent sign: compare it as it stands
  }
}

/** A file name that every file system takes. */
function fileName(subject: string): string {
  const cleaned = subject
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return cleaned.slice(0, 80).replace(/^\.+/, '') || 'message'
}
