import type { ImapFlow } from 'imapflow'
import { type Failure, fail, type Server } from '../../../core/defs/index.ts'
import type { Line } from '../../network/index.ts'
import { toImapFailure } from './failures.ts'
import { imapLimits } from './limits.ts'
import { openTransport } from './transport.ts'

export interface ImapLogin {
  readonly server: Server
  readonly password: string
  /** SHA-256 of the one certificate to accept, hex; null: the system's trust */
  readonly trustedCertificate: string | null
}

export interface ImapOptions {
  readonly line: Line
  readonly signal?: AbortSignal | undefined
  /** silence that counts as a lost connection; shorter in tests */
  readonly stallTimeoutMs?: number | undefined
}

/** What the server can do, as far as it matters here. */
export interface ImapAbilities {
  readonly condstore: boolean
  readonly qresync: boolean
  readonly idle: boolean
  readonly move: boolean
  readonly uidplus: boolean
  /** Gmail's labels (X-GM-EXT-1), which stand for keywords there */
  readonly labels: boolean
}

/** One signed-in session. Commands are functions of it (one a file); every failure is a Failure that names the server. */
export interface ImapConnection {
  /** host:port */
  readonly server: string
  readonly abilities: ImapAbilities
  readonly usable: boolean
  /** runs a command; the client belongs to this folder alone */
  call<T>(work: (client: ImapFlow) => Promise<T>): Promise<T>
  /** hears of messages that are gone, from EXPUNGE and VANISHED; ends with the returned function */
  onVanished(listener: (uid: number, earlier: boolean) => void): () => void
  /** hears that something changed in the selected mailbox */
  onChange(listener: () => void): () => void
  /** cuts it; nothing is waited for */
  close(): void
  /** says goodbye first */
  logout(): Promise<void>
}

/** Signs in. Fails with `auth`, `certificate`, `offline`, `timeout`, `refused`, `invalid` or `cancelled`. */
export async function connectImap(login: ImapLogin, options: ImapOptions): Promise<ImapConnection> {
  const { server } = login
  const name = `${server.host}:${server.port}`
  if (server.security === 'none' && !isLoopback(server.host)) {
    throw fail('invalid', `Without TLS the password would be readable on the way to ${name}. Choose TLS or STARTTLS.`, {
      server: name,
      field: 'imap.security',
    })
  }
  options.signal?.throwIfAborted()
  const vanished = new Set<(uid: number, earlier: boolean) => void>()
  const changed = new Set<() => void>()
  let lost: unknown
  const failure = (thrown: unknown): Failure => {
    if (options.signal?.aborted === true) {
      return fail('cancelled', 'This was stopped before it was done. Nothing was lost.', { server: name })
    }
    return toImapFailure(isLostConnection(thrown) && lost !== undefined ? lost : thrown, name)
  }
  // Loaded with the first connection: a start without one should not wait for it.
  const { ImapFlow } = await import('imapflow')
  const transport = await openTransport(options.line, login, options.signal).catch((thrown: unknown) => {
    throw failure(thrown)
  })
  const client = new ImapFlow({
    ...clientOptions(login, options),
    transport,
    expungeHandler: ({ uid, earlier }) => {
      for (const listener of vanished) listener(uid ?? 0, earlier === true)
      if (earlier !== true) for (const listener of changed) listener()
    },
  })
  client.on('error', (thrown) => {
    lost ??= thrown
  })
  for (const event of ['exists', 'flags'] as const) {
    client.on(event, () => {
      for (const listener of changed) listener()
    })
  }
  const abort = (): void => client.close()
  options.signal?.addEventListener('abort', abort, { once: true })
  client.on('close', () => options.signal?.removeEventListener('abort', abort))
  try {
    await client.connect()
  } catch (thrown) {
    client.close()
    throw failure(thrown)
  }
  return {
    server: name,
    abilities: {
      condstore: client.enabled.has('CONDSTORE') || client.enabled.has('QRESYNC'),
      qresync: client.enabled.has('QRESYNC'),
      idle: client.capabilities.has('IDLE'),
      move: client.capabilities.has('MOVE'),
      uidplus: client.capabilities.has('UIDPLUS'),
      labels: client.capabilities.has('X-GM-EXT-1'),
    },
    get usable() {
      return client.usable
    },
    async call(work) {
      options.signal?.throwIfAborted()
      try {
        const answer = await work(client)
        // ImapFlow answers `false` for some commands when the connection breaks: nothing can be concluded from it.
        if (!client.usable) throw lost ?? new Error('The connection was closed')
        return answer
      } catch (thrown) {
        throw failure(thrown)
      }
    },
    onVanished: (listener) => {
      vanished.add(listener)
      return () => vanished.delete(listener)
    },
    onChange: (listener) => {
      changed.add(listener)
      return () => changed.delete(listener)
    },
    close: () => client.close(),
    async logout() {
      if (!client.usable) return client.close()
      await client.logout().catch(() => undefined) // it is leaving anyway: a server that is gone already is no trouble
      client.close()
    },
  }
}

function clientOptions({ server, password }: ImapLogin, options: ImapOptions) {
  return {
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    auth: { user: server.user, pass: password },
    clientInfo: { name: 'Caliopen' },
    logger: false as const,
    disableAutoIdle: true,
    disableCompression: isLoopback(server.host),
    qresync: true,
    maxIdleTime: imapLimits.idleRestartMs,
    connectionTimeout: imapLimits.connectTimeoutMs,
    greetingTimeout: imapLimits.greetingTimeoutMs,
    socketTimeout: options.stallTimeoutMs ?? imapLimits.stallTimeoutMs,
    maxLineLength: imapLimits.maxLineBytes,
    maxLiteralSize: imapLimits.maxMessageBytes,
    maxResponseSize: imapLimits.maxMessageBytes + imapLimits.maxLineBytes,
  }
}

function isLostConnection(thrown: unknown): boolean {
  const code: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined
  return code === undefined || code === 'NoConnection' || code === 'EConnectionClosed' || code === 'StateLogout'
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
