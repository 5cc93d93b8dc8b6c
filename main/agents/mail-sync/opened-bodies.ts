import { fail } from '../../../core/defs/index.ts'
import { connectImap, fetchBodies, type ImapConnection, openMailbox } from '../../protocols/imap/index.ts'
import type { AccountSyncParts } from './account-sync.ts'
import { syncLimits } from './limits.ts'

/** Where the body of a message is to be had. */
interface Wanted {
  readonly mailboxId: string
  readonly uid: number
  /** as we hold them: what the server changed since then is told apart only against those */
  readonly flags: readonly string[]
}

/**
 * Bodies that a person waits for, of one account: fetched over a connection of their own, beside the long fetch that is
 * under way. It stays a while for the next one.
 */
export interface OpenedBodies {
  /** takes the body in; resolves when it is on disk. Fails like any fetch, or when the signal is aborted */
  fetch(wanted: Wanted, signal: AbortSignal): Promise<void>
  close(): void
}

export function createOpenedBodies(accountId: string, parts: AccountSyncParts): OpenedBodies {
  const { mirror, ingest, credentials } = parts
  let connection: ImapConnection | null = null
  let last: Promise<unknown> = Promise.resolve()
  let linger: ReturnType<typeof setTimeout> | null = null
  let closing = new AbortController()
  let waiting = 0

  function close(): void {
    if (linger !== null) clearTimeout(linger)
    linger = null
    closing.abort()
    closing = new AbortController()
    connection = null
  }

  async function connected(): Promise<ImapConnection> {
    if (connection?.usable === true) return connection
    const [account, password] = await Promise.all([mirror.account(accountId), credentials.get(accountId)])
    if (account?.imap == null || password === null) throw fail('not-found', 'This account cannot be fetched from now.')
    const login = { server: account.imap, password, trustedCertificate: account.trustedCertificate }
    connection = await connectImap(login, {
      line: parts.network.line({ kind: 'fetch-mail', accountId }),
      signal: closing.signal,
      stallTimeoutMs: syncLimits.openedBodyMs,
    })
    return connection
  }

  async function fetchOne({ mailboxId, uid, flags }: Wanted, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const mailbox = await mirror.mailbox(mailboxId)
    if (mailbox?.sync == null) return
    const at = await connected()
    signal.throwIfAborted()
    const { uidValidity } = await openMailbox(at, mailbox.path)
    // Another UIDVALIDITY than the one our UIDs are of: the next round lists them again.
    if (uidValidity !== mailbox.sync.uidValidity) return
    signal.throwIfAborted()
    const [body] = await fetchBodies(at, [uid])
    if (body === undefined) return
    const item = { bytes: body.bytes, mailboxId, uid, flags, receivedMs: body.receivedMs }
    await ingest.add([item], { fresh: false, signal, priority: 'interactive' })
  }

  return {
    close,
    fetch(wanted, signal) {
      waiting += 1
      if (linger !== null) clearTimeout(linger)
      const turn = last.then(() => fetchOne(wanted, signal))
      last = turn
        .catch(() => undefined)
        .then(() => {
          waiting -= 1
          if (waiting === 0) linger = setTimeout(close, syncLimits.openedLingerMs)
        })
      return until(signal, turn)
    },
  }
}

/** What is asked of the server is left to end; whoever waited is free. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
