import { connect, createServer, type Socket } from 'node:net'

/** What the network does to what the server sends. Counted in bytes of one connection. */
export interface Fault {
  /** cut the connection (RST) after so many bytes */
  readonly dropAfterBytes?: number
  /** deliver nothing more after so many bytes, and keep the connection open */
  readonly stallAfterBytes?: number
  /** wait before each piece */
  readonly delayMs?: number
}

/** A TCP proxy before a real server that misbehaves as told. `fault` may be changed at any time; it counts anew. */
export interface FaultyProxy {
  readonly port: number
  setFault(fault: Fault): void
  /** cuts every connection now */
  dropAll(): void
  readonly connections: number
  close(): Promise<void>
}

export async function startFaultyProxy(targetPort: number, initial: Fault = {}): Promise<FaultyProxy> {
  let fault = initial
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    connections += 1
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    relay(upstream, client, () => fault)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    setFault: (next) => {
      fault = next
    },
    dropAll: () => {
      for (const socket of sockets) socket.destroy()
    },
    get connections() {
      return connections
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function relay(upstream: Socket, client: Socket, current: () => Fault): void {
  let counted: Fault | null = null
  let sent = 0
  upstream.on('data', async (chunk: Buffer) => {
    const fault = current()
    if (fault !== counted) [counted, sent] = [fault, 0]
    if (fault.delayMs !== undefined) {
      upstream.pause()
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
      upstream.resume()
    }
    const room = Math.max(0, Math.min(fault.dropAfterBytes ?? Infinity, fault.stallAfterBytes ?? Infinity) - sent)
    sent += chunk.length
    if (client.destroyed) return
    if (chunk.length <= room) {
      if (!client.write(chunk)) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
      return
    }
    if (room > 0) client.write(chunk.subarray(0, room))
    if (fault.dropAfterBytes !== undefined && sent > fault.dropAfterBytes) client.resetAndDestroy()
  })
}
