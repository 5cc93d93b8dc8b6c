import { type Account, type Discovered, Failure, fail, type Server } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

export type GivenServer = Omit<Server, 'user'> & { readonly user?: string | undefined }

interface Servers {
  readonly imap: Server
  /** null: mail can be read with this account, not sent */
  readonly smtp: Server | null
}

/** What cannot be reached now may be well: with `allowOffline` it is believed. What was refused never is. */
const mayBeLater: ReadonlySet<string> = new Set(['offline', 'timeout'])

/** The servers as given, the missing ones as discovered; the user name is the address where none is said. */
export async function findServers(
  context: CoreContext,
  address: string,
  given: { readonly imap?: GivenServer | undefined; readonly smtp?: GivenServer | undefined },
  signal: AbortSignal | undefined,
): Promise<Servers> {
  const complete = given.imap !== undefined && given.smtp !== undefined
  const found = complete ? null : await discover(context, address, given.imap !== undefined, signal)
  const imap = withUser(given.imap, address) ?? found?.imap ?? null
  const smtp = withUser(given.smtp, address) ?? found?.smtp ?? null
  if (imap === null) {
    throw fail(
      'not-found',
      `No mail server was found for ${address}. Nothing was added. Enter its servers by hand; the provider's help names them.`,
      { field: 'imap', details: tried(found) },
    )
  }
  checkSecurity(imap, 'imap')
  if (smtp !== null) checkSecurity(smtp, 'smtp')
  return { imap, smtp }
}

/** Signs in and out again. Fails as the servers answered, each failure naming the server. */
export async function tryServers(
  context: CoreContext,
  { imap, smtp }: { readonly imap: Server | null; readonly smtp: Server | null },
  password: string,
  account: { readonly trustedCertificate: string | null; readonly allowOffline: boolean },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { outside } = context
  const attempt = async (field: 'imap' | 'smtp', run: () => Promise<void>): Promise<void> => {
    try {
      await run()
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      if (account.allowOffline && mayBeLater.has(thrown.code)) return
      throw new Failure({ field, ...thrown.problem })
    }
  }
  const { trustedCertificate } = account
  if (imap !== null) await attempt('imap', () => outside.tryImap(imap, password, trustedCertificate, signal))
  if (smtp !== null) await attempt('smtp', () => outside.trySmtp(smtp, password, trustedCertificate, signal))
}

/** Without TLS the password could be read on the way: only this computer itself may be talked to like that. */
export function checkSecurity(server: Server, field: 'imap' | 'smtp'): void {
  if (server.security !== 'none' || isLoopback(server.host)) return
  throw fail(
    'invalid',
    `Without TLS the password would be readable on the way to ${server.host}:${server.port}. Nothing was changed. ` +
      'Choose TLS or STARTTLS.',
    { field: `${field}.security`, server: `${server.host}:${server.port}` },
  )
}

/** Two accounts are one when they read the same mailbox: same address, same server. */
export const sameMailbox = (account: Account, address: string, host: string): boolean =>
  account.imap !== null &&
  account.imap.host.toLowerCase() === host.toLowerCase() &&
  account.address.toLowerCase() === address.toLowerCase()

function withUser(server: GivenServer | undefined, address: string): Server | null {
  return server === undefined ? null : { ...server, user: server.user ?? address }
}

/** With a server given by hand, the other one is looked for as well as it goes. */
async function discover(
  context: CoreContext,
  address: string,
  optional: boolean,
  signal: AbortSignal | undefined,
): Promise<Discovered | null> {
  try {
    return await context.outside.discover(address, signal)
  } catch (thrown) {
    if (optional && thrown instanceof Failure && thrown.code !== 'cancelled') return null
    throw thrown
  }
}

function tried(found: Discovered | null): string {
  return (found?.attempts ?? []).map(({ method, what, outcome }) => `${method} ${what}: ${outcome}`).join('; ')
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
