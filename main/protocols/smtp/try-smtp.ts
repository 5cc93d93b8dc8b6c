import type { Server } from '../../../core/defs/index.ts'
import { smtpLimits } from './limits.ts'
import { stoppedOr } from './send-mail.ts'
import { openSession, type SmtpOptions, serverName } from './session.ts'

/**
 * Signs in and out again (core/ports Outside). Fails with `auth`, `certificate`, `offline`, `refused`, `timeout`,
 * `invalid` or `cancelled`, naming the server.
 */
export async function trySmtp(
  server: Server,
  password: string,
  trustedCertificate: string | null,
  { line, signal }: Pick<SmtpOptions, 'line' | 'signal'>,
): Promise<void> {
  try {
    const options = { line, signal, stallTimeoutMs: smtpLimits.tryTimeoutMs }
    const session = await openSession({ server, password, trustedCertificate }, options)
    session.connection.quit()
  } catch (thrown) {
    throw stoppedOr(thrown, serverName(server), signal)
  }
}
