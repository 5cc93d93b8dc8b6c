import path from 'node:path'
import type { Config } from '../../main/configs/index.ts'
import { startLmtp } from '../../main/interfaces/lmtp/index.ts'
import { type RestServer, startRest } from '../../main/interfaces/rest/index.ts'
import { startSmtp } from '../../main/interfaces/smtp/index.ts'
import type { Caliopen } from '../../main/startup.ts'

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

export interface Inbound {
  /** of LMTP and SMTP, of those that are on */
  readonly addresses: { readonly lmtp?: string; readonly smtp?: string }
  close(): Promise<void>
}

/** LMTP and SMTP, where the configuration turns them on. */
export async function takeMail(caliopen: Caliopen, config: Config): Promise<Inbound> {
  const addresses: { lmtp?: string; smtp?: string } = {}
  const servers: { close(): Promise<void> }[] = []
  for (const [protocol, start] of [
    ['lmtp', startLmtp],
    ['smtp', startSmtp],
  ] as const) {
    const { port, socket } = config[protocol]
    const places = [...(port === null ? [] : [{ port }]), ...(socket === null ? [] : [{ socket }])]
    for (const listen of places) {
      const { door, clock, logger, deliver } = caliopen
      const maxBytes = config.delivery.maxMegabytes * 1_000_000
      const server = await start({ door, clock, logger, deliver, listen, maxBytes, fallback: config.delivery.account })
      servers.push(server)
      addresses[protocol] ??= server.address
    }
  }
  return {
    addresses,
    async close() {
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/** The build of the renderer, beside this program's own: dist/renderer and dist/<program>. */
const pagesDirectory = path.join(import.meta.dirname, '..', 'renderer')
