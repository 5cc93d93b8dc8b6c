import type { Socket as Datagrams } from 'node:dgram'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'
import { BroadcastChannel } from 'node:worker_threads'
import { z } from 'zod'

/**
 * A socket that was opened past the one place that may: a mistake in this program or in a library. `host`: as far as it
 * is known when it is refused, '' for a bare address. `stack`: where in the code it was opened.
 */
const stranger = z.object({ host: z.string(), stack: z.string() })
export type Stranger = z.output<typeof stranger>

/** Sockets that are being opened by this folder. Opening is synchronous, so a count is enough. */
let ours = 0

/** Opens a socket in the name of this folder. */
export function opening<T extends Socket>(open: () => T): T {
  ours += 1
  try {
    return open()
  } finally {
    ours -= 1
  }
}

/**
 * Sees every TCP and UDP socket of this thread, whatever library opens it, and closes those that `opening` does not vouch
 * for, before anything is sent. Answers what ends that.
 *
 * Node announces sockets on `net.client.socket` just before they begin to look up a name, and reads no refusal from there:
 * so the name may still be asked for. What is local to this computer by nature (pipes) is let be.
 */
export function refuseStrangers(report: (stranger: Stranger) => void): () => void {
  const onSocket = (message: unknown): void => {
    const socket: unknown = message instanceof Object ? Reflect.get(message, 'socket') : undefined
    if (ours > 0 || !(socket instanceof Socket)) return
    const stack = stackHere()
    // Destroyed at once it would be opened again by the call that announces it.
    process.nextTick(() => {
      if (isPipe(socket)) return
      const host = text(Reflect.get(socket, '_host'))
      socket.destroy(refusal(host))
      report({ host, stack })
    })
  }
  const onDatagrams = (message: unknown): void => {
    const stack = stackHere()
    const socket = (message instanceof Object ? Reflect.get(message, 'socket') : undefined) as Datagrams | undefined // what Node documents
    process.nextTick(() => {
      socket?.close()
      report({ host: '', stack })
    })
  }
  subscribe('net.client.socket', onSocket)
  subscribe('udp.socket', onDatagrams)
  return () => {
    unsubscribe('net.client.socket', onSocket)
    unsubscribe('udp.socket', onDatagrams)
  }
}

const channelName = 'caliopen strangers'

/** In a thread that has no business with the network: everything is refused, and told to the thread that keeps the record. */
export function refuseEverything(): void {
  const channel = new BroadcastChannel(channelName)
  channel.unref()
  refuseStrangers((each) => channel.postMessage(each))
}

/** What other threads of this process were refused. Answers what ends that. */
export function hearOfThreads(report: (stranger: Stranger) => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.unref()
  channel.onmessage = (message) => {
    const told = stranger.safeParse(message instanceof Object ? Reflect.get(message, 'data') : undefined)
    if (told.success) report(told.data)
  }
  return () => channel.close()
}

const refusal = (host: string): Error =>
  Object.assign(
    new Error(`A connection${host === '' ? '' : ` to ${host}`} was opened past main/network. It was refused.`),
    {
      code: 'UNEXPLAINED_CONNECTION',
    },
  )

/** The frames between Node's own and here say who it was. */
const stackHere = (): string => (new Error('opened here').stack ?? '').split('\n').slice(3).join('\n')

function isPipe(socket: Socket): boolean {
  const handle: unknown = Reflect.get(socket, '_handle')
  return handle instanceof Object && handle.constructor.name === 'Pipe'
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
