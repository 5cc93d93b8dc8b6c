import type { JournalEntry, Mailbox } from '../../../core/defs/index.ts'

/** Where the server has each mailbox at this point of the replay: renames and deletions here may not be there yet. */
export interface ServerPaths {
  /** undefined: a mailbox that neither side knows */
  of(mailboxId: string): string | undefined
  readonly delimiter: string
  rename(from: string, to: string): void
}

/** `mailboxes` as they are here now, `entries` what the server has not been told, oldest first. */
export function serverPaths(mailboxes: readonly Mailbox[], entries: readonly JournalEntry[]): ServerPaths {
  const paths = new Map(mailboxes.map(({ id, path }) => [id, path]))
  const delimiter = mailboxes.find((mailbox) => mailbox.delimiter !== '')?.delimiter ?? '/'
  const rename = (from: string, to: string): void => {
    for (const [id, path] of paths) {
      if (path === from || path.startsWith(from + delimiter)) paths.set(id, to + path.slice(from.length))
    }
  }
  for (const { action } of entries.toReversed()) {
    if (action.kind === 'mailbox-rename') rename(action.to, action.from)
    if (action.kind === 'mailbox-delete') paths.set(action.mailboxId, action.path)
  }
  return { of: (mailboxId) => paths.get(mailboxId), delimiter, rename }
}
