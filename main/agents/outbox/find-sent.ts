import type { Credentials, Mirror } from '../../../core/index.ts'
import type { Network } from '../../network/index.ts'
import { connectImap, findByMessageId, openMailbox } from '../../protocols/imap/index.ts'

/** Mailboxes in which a server that files a copy itself puts it. */
const filedIn = ['sent', 'all']

/**
 * Asks the server of an account whether it holds a message among the sent ones: the evidence when a connection broke
 * at the last moment. Servers that file no copy themselves answer no, which proves nothing. Fails as `connectImap` does.
 */
export function createFindSent({
  mirror,
  credentials,
  network,
}: {
  readonly mirror: Pick<Mirror, 'account' | 'mailboxes'>
  readonly credentials: Pick<Credentials, 'get'>
  readonly network: Network
}): (accountId: string, messageId: string) => Promise<boolean> {
  return async (accountId, messageId) => {
    const account = await mirror.account(accountId)
    if (account === null || account.imap === null) return false
    const password = (await credentials.get(accountId)) ?? ''
    const { imap: server, trustedCertificate } = account
    const line = network.line({ kind: 'send-mail', accountId })
    const connection = await connectImap({ server, password, trustedCertificate }, { line })
    try {
      for (const { path, role, selectable } of await mirror.mailboxes(accountId)) {
        if (!selectable || role === null || !filedIn.includes(role)) continue
        await openMailbox(connection, path)
        if ((await findByMessageId(connection, messageId)).length > 0) return true
      }
      return false
    } finally {
      await connection.logout()
    }
  }
}
