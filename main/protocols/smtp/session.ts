import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { fail, type Server } from '../../../core/defs/index.ts'
import { type Line, type Socket, TLSSocket } from '../../network/index.ts'
import { distrust } from '../certificate/index.ts'
import { smtpLimits } from './limits.ts'

export interface SmtpLogin {
  readonly server: Server
  readonly password: string
  /** SHA-256 of the one certificate to accept, hex; null: the system's trust */
  readonly trustedCertificate: string | null
}

export interface SmtpOptions {
  readonly line: Line
  readonly signal?: AbortSignal | undefined
  /** silence that counts as a lost connection; shorter in tests */
  readonly stallTimeoutMs?: number | undefined
}

export interface SmtpSession {
  readonly connection: SMTPConnection
  /** runs one step of the conversation; fails as soon as the connection does, or `signal` says so */
  step<T>(run: (done: (error: unknown, result: T) => void) => void): Promise<T>
  close(): void
}

/**
 * Connects and signs in; throws what Nodemailer did, or a Failure. TLS is never fallen back from: `tls` begins with it,
 * `starttls` ends where the server has none, and without it (`none`) only this computer itself is talked to.
 */
export async function openSession(login: SmtpLogin, options: SmtpOptions): Promise<SmtpSession> {
  const { server } = login
  const name = serverName(server)
  if (server.security === 'none' && !isLoopback(server.host)) {
    throw fail('invalid', `Without TLS the password would be readable on the way to ${name}. Choose TLS or STARTTLS.`, {
      server: name,
      field: 'smtp.security',
    })
  }
  options.signal?.throwIfAborted()
  // Loaded with the first connection: a start without one should not wait for it.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const socket = await dial(login, options)
  const session = startSession(new Connection(connectionOptions(login, options, socket)), options.signal)
  const { connection } = session
  try {
    await session.step<void>((done) => connection.connect((error) => done(error, undefined)))
    checkCertificate(connection, login, (tls, reason) => options.line.noteSecured(socket, tls, reason))
    // a server on this computer may want no password; one that needs it refuses the sender later
    if (connection.allowsAuth && login.password !== '') {
      const auth = { user: server.user, pass: login.password }
      await session.step<unknown>((done) => connection.login(auth, done))
    }
    return session
  } catch (thrown) {
    session.close()
    throw thrown
  }
}

export const serverName = (server: Pick<Server, 'host' | 'port'>): string => `${server.host}:${server.port}`

function startSession(connection: SMTPConnection, signal: AbortSignal | undefined): SmtpSession {
  let lost: unknown
  const close = () => connection.close()
  connection.on('error', (error) => {
    lost ??= error
  })
  signal?.addEventListener('abort', close, { once: true })
  connection.once('end', () => signal?.removeEventListener('abort', close))
  return {
    connection,
    close,
    step: (run) =>
      new Promise((resolve, reject) => {
        const broken = () => reject(lost ?? new Error('The connection was closed'))
        connection.once('end', broken)
        run((error, result) => {
          connection.off('end', broken)
          if (error) reject(error)
          else resolve(result)
        })
      }),
  }
}

/** The connection, ready to speak: TLS from the first byte is done here, STARTTLS by Nodemailer. */
function dial({ server, trustedCertificate }: SmtpLogin, { line, signal }: SmtpOptions): Promise<Socket> {
  const { host, port } = server
  const secured = { host, distrust: (socket: TLSSocket) => distrust(socket, trustedCertificate) }
  const target = { service: 'mail-out' as const, host, port, timeoutMs: smtpLimits.connectTimeoutMs }
  return line.connect({ ...target, tls: server.security === 'tls' ? secured : null }, signal)
}

function connectionOptions({ server }: SmtpLogin, options: SmtpOptions, socket: Socket) {
  return {
    connection: socket,
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    secured: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    // the name of this computer is nobody's business (RFC 5321 4.1.1.1 allows an address literal)
    name: '[127.0.0.1]',
    connectionTimeout: smtpLimits.connectTimeoutMs,
    greetingTimeout: options.stallTimeoutMs ?? smtpLimits.greetingTimeoutMs,
    socketTimeout: options.stallTimeoutMs ?? smtpLimits.sendTimeoutMs,
    logger: false,
    // checkCertificate decides before the password is sent, while the certificate can still be looked at
    tls: { rejectUnauthorized: false, minVersion: 'TLSv1.2' as const },
  }
}

function checkCertificate(
  connection: SMTPConnection,
  { server, trustedCertificate }: SmtpLogin,
  note: (socket: TLSSocket, distrusted: Error | null) => void,
): void {
  if (server.security === 'none') return
  const socket = connection._socket
  if (!(socket instanceof TLSSocket)) {
    throw Object.assign(new Error('The connection is not encrypted'), { code: 'ETLS' })
  }
  const reason = distrust(socket, trustedCertificate)
  note(socket, reason)
  if (reason !== null) throw reason
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
