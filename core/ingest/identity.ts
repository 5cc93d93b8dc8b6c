import type { Hash, PreparedMail } from '../ports.ts'
import type { IngestItem } from './item.ts'

/**
 * The id of a message, derived from what it is: its header block if it has a Message-ID (so that the headers alone, a
 * copy in an mbox and the one on the server are the same message), else all of its bytes. Headers without Message-ID, whose
 * body has not come, are known by their place on the server until it has.
 */
export function contentId(item: IngestItem, prepared: PreparedMail, hash: Hash): string {
  if (prepared.messageId !== null) return prepared.headerHash
  return prepared.contentHash ?? hash(`pending:${prepared.headerHash}:${item.mailboxId}:${item.uid ?? ''}`)
}

/** The id of a message whose header block is another one's, but whose body is not. */
export const splitId = (prepared: PreparedMail, hash: Hash): string[] =>
  prepared.blob === null ? [] : [hash(`${prepared.headerHash}:${prepared.blob.hash}`)]
