import { z } from 'zod'
import { type ContactedServer, type Errand, operations, type Refusal } from '../../../core/defs/index.ts'
import { command, field, flag } from '../command.ts'

const { connections, notifications } = operations

const dayMs = 24 * 3_600_000

const listConnections = command({
  words: ['connections'],
  summary: connections.list.summary,
  options: {
    days: field(z.coerce.number().int().min(1).max(31).default(31), 'N', { description: 'Only of the last days' }),
    refused: flag('What was not connected, and who wanted it'),
    each: flag('The last connections one by one'),
  },
  async run({ days, refused, each }, io) {
    const { client } = await io.open()
    const sinceMs = Math.max(0, Date.now() - days * dayMs)
    if (refused) {
      for await (const item of pages((cursor) => client.connections.refused({ sinceMs, limit: 500, ...cursor })))
        io.line(item, refusalText(item))
      return
    }
    if (each) {
      for await (const item of pages((cursor) => client.connections.events({ limit: 500, ...cursor }))) {
        if (item.openedAtMs < sinceMs) continue
        const { openedAtMs, outcome, question, problem } = item
        const words = [question ?? errandText(item.errand), outcome, problem?.message].filter(Boolean).join(', ')
        io.line(item, `${time(openedAtMs)}  ${serverText(item)}  ${words}`)
      }
      return
    }
    for (const server of (await client.connections.list({ sinceMs })).items) io.line(server, contactedText(server))
  },
})

const listNotifications = command({
  words: ['notifications'],
  summary: notifications.list.summary,
  async run(_, io) {
    const { client } = await io.open()
    for await (const item of pages((cursor) => client.notifications.list({ limit: 500, ...cursor }))) {
      const { createdAtMs, read, title, text } = item
      io.line(item, `${time(createdAtMs)} ${read ? ' ' : '*'} ${title}${text === '' ? '' : `: ${text}`}`)
    }
  },
})

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

async function* pages<T>(ask: (cursor: { cursor?: string }) => Promise<Page<T>>): AsyncGenerator<T> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<T> = await ask(cursor === undefined ? {} : { cursor })
    yield* page.items
    cursor = page.nextCursor
  }
}

const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

const serverText = ({ host, port }: { readonly host: string; readonly port: number }): string => `${host}:${port}`

function contactedText(server: ContactedServer): string {
  const { times, protection, bytesIn, bytesOut, lastAtMs, errands, openNow } = server
  const why = [...new Set(errands.map(({ errand }) => errandText(errand)))].join(', ')
  const reached = server.address !== null || server.service === 'names'
  const how = protection?.protocol ?? (reached ? 'not encrypted' : 'not reached')
  const when = openNow > 0 ? 'now' : time(lastAtMs)
  return `${when}  ${serverText(server)}  ${how}  ${times} times, ${bytesIn} bytes in, ${bytesOut} out  (${why})`
}

const refusalText = ({ host, reason, times, messageId, lastAtMs }: Refusal): string =>
  `${time(lastAtMs)}  ${host}  ${reason}, ${times} times${messageId === null ? '' : `, by message ${messageId}`}`

function errandText(errand: Errand): string {
  switch (errand.kind) {
    case 'fetch-mail':
    case 'send-mail':
    case 'read-filters':
      return `${errand.kind} of account ${errand.accountId}`
    case 'find-servers':
    case 'verify-mail':
      return `${errand.kind} of ${errand.domain}`
    case 'show-pictures':
    case 'leave-list':
      return `${errand.kind} of message ${errand.messageId}`
    case 'unexplained':
      return `${errand.kind} ${errand.details}`
    case 'try-account':
    case 'look-for-update':
      return errand.kind
  }
}

export const activityCommands = [listConnections, listNotifications]
