import type { Config } from '../../main/configs/index.ts'
import type { Caliopen } from '../../main/startup.ts'

export interface Inbound {
  /** of LMTP and SMTP, of those that are on */
  readonly addresses: { readonly lmtp?: string; readonly smtp?: string }
  close(): Promise<void>
}

/** LMTP and SMTP, where the configuration turns them on. */
export async function takeMail(caliopen: Caliopen, config: Config): Promise<Inbound> {
  const addresses: { lmtp?: string; smtp?: string } = {}
  const servers: { close(): Promise<void> }[] = []
  for (const [protocol, load] of protocols) {
    const { port, socket } = config[protocol]
    const places = [...(port === null ? [] : [{ port }]), ...(socket === null ? [] : [{ socket }])]
    for (const listen of places) {
      const start = await load()
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

/** Loaded when they are on: most people never need them. */
const protocols = [
  ['lmtp', async () => (await import('../../main/interfaces/lmtp/index.ts')).startLmtp],
  ['smtp', async () => (await import('../../main/interfaces/smtp/index.ts')).startSmtp],
] as const
