import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Connection, Errand } from '../../core/defs/index.ts'
import type { ConnectionLedger, OpenConnection } from '../../core/index.ts'
import { protectionOf } from './certificate.ts'
import type { Names } from './names.ts'
import { connectionProblem, goneOffline } from './problems.ts'
import { isPublicAddress, notPublic, publicOnly } from './public-address.ts'
import { opening } from './strangers.ts'

export interface Secured {
  /** the name that the certificate has to bear */
  readonly host: string
  /**
   * Asked as soon as the certificate is known and before anything is sent; an error ends the connection. Without it
   * Node's own check decides, by the system's trust.
   */
  readonly distrust?: (socket: TLSSocket) => Error | null
}

export interface Target {
  readonly service: Connection['service']
  readonly host: string
  readonly port: number
  /** null: in the clear, at least to begin with */
  readonly tls: Secured | null
  /** name, TCP and TLS together */
  readonly timeoutMs: number
  /** refuse this computer and the network that it stands in, whatever the name leads to */
  readonly publicOnly?: boolean
}

export interface Sockets {
  /** A connection that is ready to be used. Throws Node's error, or a Failure (`offline`, `cancelled`). */
  connect(target: Target, errand: Errand, signal?: AbortSignal): Promise<Socket>
  /** TLS over a socket of `connect` (STARTTLS); `onSecure` is not called when the certificate is not trusted */
  secure(socket: Socket, secured: Secured, onSecure: () => void): TLSSocket
  /** tells how a socket of `connect` is protected, when a library did that itself, and why it is not trusted, if so */
  noteSecured(socket: Socket, tls: TLSSocket, distrusted: Error | null): void
}

export interface SocketsOptions {
  readonly ledger: Pick<ConnectionLedger, 'open' | 'refuse'>
  readonly names: Pick<Names, 'lookupFor'>
  readonly offline: () => boolean
}

interface Noted {
  readonly record: OpenConnection
  /** what broke it; it is over then, whenever the system has closed it */
  broke(thrown: unknown): void
}

export function createSockets({ ledger, names, offline }: SocketsOptions): Sockets {
  const noted = new WeakMap<Socket, Noted>()

  function begin(target: Target, errand: Errand): Socket {
    const { host, port, service } = target
    const record = ledger.open({ service, host, port, errand })
    const lookup = names.lookupFor(errand)
    const socket = opening(() =>
      connectTcp({ host, port, lookup: target.publicOnly === true ? publicOnly(lookup) : lookup }),
    )
    const broke = (thrown: unknown): void => record.ended(connectionProblem(thrown, `${host}:${port}`))
    noted.set(socket, { record, broke })
    record.counts(() => ({ bytesIn: socket.bytesRead, bytesOut: socket.bytesWritten }))
    socket.once('connect', () => record.reached(socket.remoteAddress ?? host))
    // A socket between two owners must not end the program when it breaks.
    socket.on('error', broke)
    socket.once('close', () => record.ended(null))
    return socket
  }

  function secure(socket: Socket, secured: Secured, onSecure: () => void): TLSSocket {
    const { host, distrust } = secured
    const note = noted.get(socket)
    const tls = connectTls({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: distrust === undefined, // else decided below, where the certificate can still be looked at
      minVersion: 'TLSv1.2',
    })
    tls.on('error', (thrown) => note?.broke(thrown))
    tls.once('secureConnect', () => {
      note?.record.secured(protectionOf(tls))
      const reason = distrust?.(tls) ?? null
      if (reason === null) onSecure()
      else tls.destroy(reason)
    })
    return tls
  }

  return {
    secure,
    noteSecured(socket, tls, distrusted) {
      const note = noted.get(socket)
      note?.record.secured(protectionOf(tls))
      if (distrusted !== null) note?.broke(distrusted)
    },
    async connect(target, errand, signal) {
      signal?.throwIfAborted()
      if (offline()) {
        ledger.refuse({ host: target.host, reason: 'offline', errand })
        throw goneOffline(`${target.host}:${target.port}`)
      }
      if (target.publicOnly === true && isIP(target.host) !== 0 && !isPublicAddress(target.host)) {
        throw notPublic(target.host)
      }
      const socket = begin(target, errand)
      const limits = {
        signal,
        deadline: AbortSignal.timeout(target.timeoutMs),
        broke: (thrown: unknown) => noted.get(socket)?.broke(thrown),
      }
      await ready(socket, 'connect', limits)
      if (target.tls === null) return socket
      const tls = secure(socket, target.tls, () => tls.emit('trusted'))
      await ready(tls, 'trusted', limits)
      return tls
    },
  }
}

interface Waiting {
  readonly signal: AbortSignal | undefined
  readonly deadline: AbortSignal
  broke(thrown: unknown): void
}

/** Waits for an event of a socket; a socket that breaks, takes too long or is not wanted any more is destroyed. */
function ready(socket: Socket, event: string, { signal, deadline, broke }: Waiting): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      socket.off(event, done).off('error', broken).off('close', closed)
      signal?.removeEventListener('abort', abort)
      deadline.removeEventListener('abort', late)
      settle()
    }
    const giveUp = (reason: unknown): void => {
      broke(reason)
      end(() => reject(reason))
      socket.destroy()
    }
    const done = (): void => end(resolve)
    const broken = (thrown: unknown): void => giveUp(thrown)
    const closed = (): void => giveUp(Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' }))
    const abort = (): void => giveUp(signal?.reason)
    const late = (): void => giveUp(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' }))
    socket.once(event, done).once('error', broken).once('close', closed)
    signal?.addEventListener('abort', abort, { once: true })
    deadline.addEventListener('abort', late, { once: true })
    if (signal?.aborted === true) abort()
  })
}
