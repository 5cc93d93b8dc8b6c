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

/** The paths of every mailbox that can be opened, without a look into any. */
export async function listPaths(connection: ImapConnection): Promise<string[]> {
  const listed = await connection.call((client) => client.list({ listOnly: true }))
  const usable = listed.filter(({ flags }) => ![...flags].some((flag) => /^\\(noselect|nonexistent)$/i.test(flag)))
  return usable.map(({ path }) => path)
}
