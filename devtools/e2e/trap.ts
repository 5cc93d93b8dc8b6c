import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TrapRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** The web as a sender sees it: a server that notes who asks for what, and gives a picture and a cookie to everybody. */
export interface Trap {
  readonly url: string
  readonly requests: TrapRequest[]
  close(): Promise<void>
}

export async function startTrap(picture: Uint8Array): Promise<Trap> {
  const requests: TrapRequest[] = []
  const server = createServer(({ url = '', headers }, response) => {
    requests.push({ path: url, headers })
    response.writeHead(200, { 'content-type': 'image/png', 'set-cookie': 'who=reader; Path=/' }).end(picture)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
