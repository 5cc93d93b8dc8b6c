import type { Server } from '../../../core/defs/index.ts'
import { connectImap, type ImapOptions } from './connection.ts'

/** Signs in and out again (core/ports Outside). Fails as `connectImap` does. */
export async function tryImap(
  server: Server,
  password: string,
  trustedCertificate: string | null,
  options: Pick<ImapOptions, 'line' | 'signal'>,
): Promise<void> {
  const connection = await connectImap({ server, password, trustedCertificate }, options)
  await connection.logout()
}
