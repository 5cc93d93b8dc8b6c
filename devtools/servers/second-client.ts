import { ImapFlow } from 'imapflow'
import { labPassword, type MailServer } from './mail-server.ts'

/** Another mail program on the same account: plain ImapFlow, none of our code. */
export async function withSecondClient<T>(
  lab: MailServer,
  user: string,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: lab.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: labPassword },
    logger: false,
    disableAutoIdle: true,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout().catch(() => undefined)
  }
}

/** What a server holds: UID and flags (sorted, without \Recent) of every message of every mailbox, by path. */
export async function serverState(lab: MailServer, user: string): Promise<Record<string, Record<number, string>>> {
  return withSecondClient(lab, user, async (client) => {
    const state: Record<string, Record<number, string>> = {}
    for (const { path, flags } of await client.list()) {
      if (flags.has('\\Noselect')) continue
      const opened = await client.mailboxOpen(path, { readOnly: true })
      const rows: Record<number, string> = {}
      if (opened.exists > 0) {
        for await (const row of client.fetch('1:*', { uid: true, flags: true })) {
          rows[row.uid] = [...(row.flags ?? [])]
            .filter((flag) => flag !== '\\Recent')
            .sort()
            .join(' ')
        }
      }
      state[path] = rows
    }
    return state
  })
}
