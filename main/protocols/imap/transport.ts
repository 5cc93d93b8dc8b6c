import { connect as connectTcp, Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { ImapTransport, ImapTransportSocket } from 'imapflow'
import { distrust } from '../certificate/index.ts'

/**
 * Opens the sockets of a session. With a pinned certificate, the fingerprint alone decides, before anything is sent;
 * without one the system's trust does.
 */
export function createTransport(trustedCertificate: string | null): ImapTransport {
  const secure = (
    base: { host: string; port: number; socket?: Socket },
    servername: string | undefined,
    onSecure: () => void,
  ): ImapTransportSocket => {
    const socket: TLSSocket = connectTls({
      ...base,
      ...(servername === undefined ? {} : { servername }),
      rejectUnauthorized: false, // decided below, where the certificate can still be looked at
    })
    socket.once('secureConnect', () => {
      const reason = distrust(socket, trustedCertificate)
      if (reason === null) onSecure()
      else socket.destroy(reason)
    })
    return socket
  }
  return {
    connect: (options, onConnect) =>
      options.secure
        ? secure({ host: options.host, port: options.port }, options.servername, onConnect)
        : connectTcp({ host: options.host, port: options.port }, onConnect),
    upgrade: (socket, options, onSecure) => {
      if (!(socket instanceof Socket)) throw new Error('STARTTLS needs the TCP socket that connect() made')
      // With a socket given, the host only says which name the certificate has to bear.
      return secure({ host: options.host, port: options.port, socket }, options.servername, onSecure)
    },
  }
}
