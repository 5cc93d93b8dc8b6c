import type { ImapConnection } from './connection.ts'

/** Creates and subscribes; one that is there already is fine. */
export async function createMailbox(connection: ImapConnection, path: string): Promise<void> {
  await connection.call((client) => client.mailboxCreate(path))
}

export async function renameMailbox(connection: ImapConnection, from: string, to: string): Promise<void> {
  await connection.call((client) => client.mailboxRename(from, to))
}

/** With everything in it. */
export async function deleteMailbox(connection: ImapConnection, path: string): Promise<void> {
  await connection.call((client) => client.mailboxDelete(path))
}

/** Whether the server has a mailbox of that path that can be opened. */
export async function hasMailbox(connection: ImapConnection, path: string): Promise<boolean> {
  const listed = await connection.call((client) => client.list({ listOnly: true }))
  return listed.some(
    (entry) => entry.path === path && ![...entry.flags].some((flag) => /^\\(noselect|nonexistent)$/i.test(flag)),
  )
}
