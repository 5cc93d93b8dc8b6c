import type { Duplex } from 'node:stream'
import { type Account, Failure, fail, type Server } from '../../../core/defs/index.ts'
import type { Line, Socket } from '../../network/index.ts'
import { certificateReason, certificateWords, distrust, factsOn } from '../certificate/index.ts'
import { NotSieve } from './answers.ts'
import { sieveLimits } from './limits.ts'
import { type Capabilities, literal, openSieveSession, SieveRefusal, type SieveSession } from './session.ts'

export interface Script {
  readonly name: string
  readonly active: boolean
  readonly text: string
}

export interface SieveOptions {
  readonly line: Line
  readonly signal?: AbortSignal | undefined
  readonly stallTimeoutMs?: number
  /** where it is asked, if not where the account's domain says */
  readonly server?: Pick<Server, 'host' | 'port'>
}

/**
 * The Sieve scripts of an account, as its server has them (RFC 5804). Only what reads is ever said. The password goes over
 * TLS alone, but for a server on this computer. Fails with `unsupported` where nobody answers there, `auth`,
 * `certificate`, `refused`, `timeout`, `offline` or `cancelled`.
 */
export async function readScripts(account: Account, password: string, options: SieveOptions): Promise<Script[]> {
  const { imap, trustedCertificate } = account
  if (imap === null) return []
  const { line, signal } = options
  const server = options.server ?? (await findServer(account, imap, line, signal))
  const name = `${server.host}:${server.port}`
  const secured = {
    host: server.host,
    distrust: (tls: Parameters<typeof distrust>[0]) => distrust(tls, trustedCertificate),
  }
  let socket: Duplex | null = null
  try {
    const target = { service: 'mail-in' as const, ...server, timeoutMs: sieveLimits.connectTimeoutMs, tls: null }
    const plain = await line.connect(target, signal).catch((thrown: unknown) => {
      throw nobodyThere(thrown, name)
    })
    socket = plain
    let session = openSieveSession(plain, options)
    let capabilities = await session.capabilities()
    if (capabilities.has('STARTTLS')) {
      await session.ask('STARTTLS')
      socket = await secure(line, plain, secured)
      session = openSieveSession(socket, options)
      capabilities = await session.capabilities()
    } else if (!isLoopback(server.host)) {
      throw fail(
        'refused',
        `The filters at ${name} would be asked for with a password that others could read. It was not sent.`,
        {
          server: name,
        },
      )
    }
    await signIn(session, capabilities, imap.user, password, name)
    const scripts = await listScripts(session)
    await session.ask('LOGOUT').catch(() => undefined) // it is leaving anyway
    return scripts
  } catch (thrown) {
    throw toFailure(thrown, name, signal)
  } finally {
    socket?.destroy()
  }
}

/** Where the domain says (RFC 5804 1.8), else where its mail is. */
async function findServer({ address }: Account, imap: Server, line: Line, signal?: AbortSignal) {
  const usual = { host: imap.host, port: sieveLimits.port }
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (domain === '' || isLoopback(imap.host)) return usual
  const answer = await line.ask(`_sieve._tcp.${domain}`, 'SRV', signal)
  if (answer.kind !== 'found') return usual
  const records = answer.records.map((record) => record.split(' ')).sort(([a], [b]) => Number(a) - Number(b))
  const [, , port, host = ''] = records[0] ?? []
  const named = host.replace(/\.$/, '')
  return named !== '' && Number(port) > 0 && Number(port) < 65_536 ? { host: named, port: Number(port) } : usual
}

function secure(line: Line, plain: Socket, secured: Parameters<Line['secure']>[1]): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const tls = line.secure(plain, secured, () => {
      tls.off('error', reject)
      resolve(tls)
    })
    tls.once('error', reject)
    tls.once('close', () => reject(new Error('The connection was closed')))
  })
}

async function signIn(
  session: SieveSession,
  capabilities: Capabilities,
  user: string,
  password: string,
  name: string,
): Promise<void> {
  if (!/\bPLAIN\b/i.test(capabilities.get('SASL') ?? '')) {
    throw fail(
      'unsupported',
      `The server ${name} wants another way of signing in than a password. Its filters are not shown.`,
      {
        server: name,
      },
    )
  }
  try {
    await session.ask(`AUTHENTICATE "PLAIN" ${literal(Buffer.from(`\0${user}\0${password}`).toString('base64'))}`)
  } catch (thrown) {
    if (!(thrown instanceof SieveRefusal)) throw thrown
    throw fail('auth', `The server ${name} did not take the user name and password. Its filters are not shown.`, {
      server: name,
      details: thrown.message,
    })
  }
}

async function listScripts(session: SieveSession): Promise<Script[]> {
  const listed = (await session.ask('LISTSCRIPTS')).flatMap(([name, mark]) =>
    name?.string === true ? [{ name: name.text, active: mark?.text.toUpperCase() === 'ACTIVE' }] : [],
  )
  const scripts: Script[] = []
  for (const { name, active } of listed.slice(0, sieveLimits.scripts)) {
    const answer = await session.ask(`GETSCRIPT ${literal(name)}`)
    const text = answer.flat().find(({ string }) => string)?.text ?? ''
    scripts.push({ name, active, text: text.replaceAll('\r\n', '\n') })
  }
  return scripts
}

/** Most providers have none: that is no fault. */
function nobodyThere(thrown: unknown, name: string): unknown {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  if (
    typeof code !== 'string' ||
    !['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENODATA'].includes(code)
  ) {
    return thrown
  }
  return fail(
    'unsupported',
    `Nothing at ${name} tells of filters (ManageSieve). If the server has some, they cannot be shown.`,
    {
      server: name,
      details: code,
    },
  )
}

function toFailure(thrown: unknown, name: string, signal: AbortSignal | undefined): Failure {
  if (signal?.aborted === true) return fail('cancelled', 'This was stopped before it was done.', { server: name })
  if (thrown instanceof Failure) return thrown
  const certificate = factsOn(thrown)
  const details = thrown instanceof Error ? thrown.message : String(thrown)
  if (certificate !== undefined) {
    const code: unknown = Reflect.get(thrown instanceof Error ? thrown : {}, 'code')
    const words = `${certificateReason(String(code), name)} ${certificateWords(certificate)} The password was not sent.`
    return fail('certificate', words, { server: name, certificate, details })
  }
  if (thrown instanceof NotSieve) {
    return fail('unsupported', `What answers at ${name} tells of no filters (ManageSieve). Nothing was changed.`, {
      server: name,
      details,
    })
  }
  if (thrown instanceof SieveRefusal) {
    return fail('refused', `The server ${name} did not show its filters. It says: ${thrown.message}`, { server: name })
  }
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  return code === 'ETIMEDOUT'
    ? fail('timeout', `The server ${name} did not answer in time. Its filters are not shown. Try again.`, {
        server: name,
        details,
      })
    : fail('offline', `The connection to ${name} broke off. Its filters are not shown. Try again.`, {
        server: name,
        details,
      })
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
