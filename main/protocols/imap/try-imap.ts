import type { Server } from '../../../core/defs/index.ts'
import { connectImap } from './connection.ts'

/** Signs in and out again (core/ports Outside). Fails as `connectImap` does. */
export async function tryImap(
  server: Server,
  password: string,
  trustedCertificate: string | null,
  signal?: AbortSignal,
): Promise<void> {
  const connection = await connectImap({ server, password, trustedCertificate }, { signal })
  await connection.logout()
}
