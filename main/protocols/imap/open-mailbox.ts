import { fail } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { boundedUid } from './numbers.ts'

/** What SELECT says of a mailbox. */
export interface OpenMailbox {
  readonly path: string
  readonly uidValidity: string
  /** 0 where an old server does not say */
  readonly uidNext: number
  readonly total: number
  readonly highestModSeq: string | null
  readonly readOnly: boolean
}

/** Selects a mailbox. Fails with `not-found` when the server has none of that path. */
export async function openMailbox(connection: ImapConnection, path: string): Promise<OpenMailbox> {
  return connection.call(async (client) => {
    const opened = await client.mailboxOpen(path).catch((thrown: unknown) => {
      if (isMissing(thrown)) {
        throw fail('not-found', `The server ${connection.server} has no mailbox “${path}” any more.`, {
          server: connection.server,
        })
      }
      throw thrown
    })
    return {
      path,
      uidValidity: (opened.uidValidity ?? 0n).toString(),
      uidNext: boundedUid(opened.uidNext),
      total: boundedUid(opened.exists),
      highestModSeq:
        opened.highestModseq === undefined || opened.noModseq === true ? null : opened.highestModseq.toString(),
      readOnly: opened.readOnly === true,
    }
  })
}

/** Whether this mailbox is the selected one, and still the one that our UIDs are of. */
export async function isOpen(connection: ImapConnection, path: string, uidValidity: string): Promise<boolean> {
  return connection.call(async ({ mailbox }) => {
    return mailbox !== false && mailbox.path === path && mailbox.uidValidity.toString() === uidValidity
  })
}

function isMissing(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false
  return Reflect.get(thrown, 'mailboxMissing') === true || Reflect.get(thrown, 'serverResponseCode') === 'NONEXISTENT'
}
