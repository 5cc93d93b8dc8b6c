import { z } from 'zod'
import { fail, type ThreadSummary, threadPerson } from '../../../core/defs/index.ts'
import type { Person } from '../../derived/index.ts'

/** A row of `threads`, as statements select it. */
export interface ThreadRow {
  readonly row: number
  readonly id: string
  readonly subject: string
  readonly people: string
  readonly count: number
  readonly unread: number
  readonly flagged: number
  readonly last_ms: number
  readonly last_message: string
  readonly last_from: string | null
  readonly excerpt: string
  readonly attachments: number
  readonly list_id: string | null
  readonly mailboxes: string
}

const people = z.array(threadPerson)
const ids = z.array(z.string())

export function toThread(row: ThreadRow): ThreadSummary {
  try {
    return {
      id: row.id,
      subject: row.subject,
      people: people.parse(JSON.parse(row.people)),
      count: row.count,
      unread: row.unread,
      flagged: row.flagged === 1,
      lastMs: row.last_ms,
      lastMessageId: row.last_message,
      lastFrom: row.last_from === null ? null : threadPerson.parse(JSON.parse(row.last_from)),
      excerpt: row.excerpt,
      attachments: row.attachments,
      listId: row.list_id,
      mailboxIds: ids.parse(JSON.parse(row.mailboxes)),
      importance: 0,
      privacy: null,
      tagIds: [],
    }
  } catch (thrown) {
    throw fail('corrupt', 'A conversation in the database cannot be read. Run a check of the data in the settings.', {
      details: `thread ${row.id}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    })
  }
}

const senderTuple = z.tuple([z.string(), z.string()])

/** `messages.sender`: [address, label] */
export function toPerson(sender: string | null): Person | null {
  if (sender === null) return null
  const [address, label] = senderTuple.parse(JSON.parse(sender))
  return { address, label }
}
