import { type Session, session } from 'electron'
import type { Errand } from '../../core/defs/index.ts'
import type { ConnectionLedger, OpenConnection } from '../../core/index.ts'

/** What the list of connections needs of core. */
export interface ConnectionRecord {
  readonly ledger: Pick<ConnectionLedger, 'open' | 'refuse'>
  readonly offline: boolean
}

/** Everything that leaves the computer; the page's own scheme does not. */
const outside = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'] }
/** The session that electron-updater fetches with. */
const updaterSession = 'electron-updater'

/**
 * Chromium has a network of its own, beside that of Node. The page has no business there: what it shows is asked of core,
 * so whatever it wants from outside is refused and listed. What looks for a newer version is listed as such.
 */
export function watchChromium(record: ConnectionRecord): void {
  const { defaultSession } = session
  refuseAll(defaultSession, record)
  listUpdates(session.fromPartition(updaterSession, { cache: false }), record)
  // Elsewhere than on macOS, Chromium fetches dictionaries from a server of its maker.
  defaultSession.setSpellCheckerEnabled(process.platform === 'darwin')
}

function refuseAll({ webRequest }: Session, { ledger }: ConnectionRecord): void {
  webRequest.onBeforeRequest(outside, ({ url, resourceType }, answer) => {
    const errand: Errand = { kind: 'unexplained', details: `the window: ${resourceType}` }
    ledger.refuse({ host: new URL(url).hostname, reason: 'unexplained', errand })
    answer({ cancel: true })
  })
}

function listUpdates({ webRequest }: Session, record: ConnectionRecord): void {
  const errand: Errand = { kind: 'look-for-update' }
  const open = new Map<number, OpenConnection>()
  const end = (id: number, ended: (connection: OpenConnection) => void): void => {
    const connection = open.get(id)
    open.delete(id)
    if (connection !== undefined) ended(connection)
  }
  webRequest.onBeforeRequest(outside, ({ id, url }, answer) => {
    const { hostname: host, port, protocol } = new URL(url)
    if (record.offline) {
      record.ledger.refuse({ host, reason: 'offline', errand })
      return answer({ cancel: true })
    }
    // A redirect comes by again under the same number: the first part has ended then.
    end(id, (connection) => connection.ended(null))
    open.set(
      id,
      record.ledger.open({ service: 'web', host, port: Number(port || (protocol === 'https:' ? 443 : 80)), errand }),
    )
    answer({})
  })
  webRequest.onCompleted(outside, ({ id, url, responseHeaders }) =>
    end(id, (connection) => {
      const bytesIn = Number(headerOf(responseHeaders, 'content-length')) || 0
      connection.counts(() => ({ bytesIn, bytesOut: 0 }))
      // Chromium checks the certificate, and tells neither it nor the cipher.
      if (url.startsWith('https:')) connection.secured({ protocol: 'TLS', cipher: '', certificate: null })
      connection.ended(null)
    }),
  )
  webRequest.onErrorOccurred(outside, ({ id, error }) =>
    end(id, (connection) => connection.ended({ code: 'offline', message: `There was no answer (${error}).` })),
  )
}

function headerOf(headers: Readonly<Record<string, string[]>> | undefined, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1][0]
}
