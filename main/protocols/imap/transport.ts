import type { ImapTransport, ImapTransportSocket } from 'imapflow'
import type { Server } from '../../../core/defs/index.ts'
import { type Line, Socket } from '../../network/index.ts'
import { distrust } from '../certificate/index.ts'
import { imapLimits } from './limits.ts'

/**
 * Connects by `line` and hands ImapFlow what is ready. With a pinned certificate, the fingerprint alone decides, before
 * anything is sent; without one the system's trust does. Throws as `Line.connect` does.
 */
export async function openTransport(
  line: Line,
  { server, trustedCertificate }: { readonly server: Server; readonly trustedCertificate: string | null },
  signal: AbortSignal | undefined,
): Promise<ImapTransport> {
  const { host, port, security } = server
  const secured = { host, distrust: (socket: Parameters<typeof distrust>[0]) => distrust(socket, trustedCertificate) }
  const target = { service: 'mail-in' as const, host, port, timeoutMs: imapLimits.connectTimeoutMs }
  const ready = await line.connect({ ...target, tls: security === 'tls' ? secured : null }, signal)
  return {
    connect(_, onConnect): ImapTransportSocket {
      // What the server closed meanwhile tells nobody any more: ImapFlow would wait for its greeting.
      if (ready.destroyed) throw Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' })
      setImmediate(onConnect)
      return ready
    },
    upgrade(socket, _, onSecure): ImapTransportSocket {
      if (!(socket instanceof Socket)) throw new Error('STARTTLS needs the TCP socket that connect() made')
      return line.secure(socket, secured, onSecure)
    },
  }
}
