import path from 'node:path'
import type { Config } from '../../main/configs/index.ts'
import { type RestServer, startRest } from '../../main/interfaces/rest/index.ts'
import type { Caliopen } from '../../main/startup.ts'
import { takeMail } from './take-mail.ts'

export interface Served {
  readonly addresses: { readonly url: string; readonly token: string; readonly lmtp?: string; readonly smtp?: string }
  readonly rest: RestServer
  close(): Promise<void>
}

/** Starts the interfaces for this computer's other programs and for the window in a browser. */
export async function serve(caliopen: Caliopen, config: Config, version: string): Promise<Served> {
  const { door, events, logger } = caliopen
  const rest = await startRest({ door, events, logger, port: config.rest.port, version, pagesDirectory })
  const inbound = await takeMail(caliopen, config).catch(async (thrown) => {
    await rest.close()
    throw thrown
  })
  return {
    rest,
    addresses: { url: rest.windowAddress(), token: rest.token, ...inbound.addresses },
    async close() {
      await inbound.close()
      await rest.close()
    },
  }
}

/** The build of the renderer, beside this program's own: dist/renderer and dist/<program>. */
const pagesDirectory = path.join(import.meta.dirname, '..', 'renderer')
