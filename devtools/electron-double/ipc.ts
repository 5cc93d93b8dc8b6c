import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron'

export interface FrameDouble {
  readonly url: string
  readonly parent: unknown
}

type InvokeListener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown
type EventListener = (event: IpcMainEvent, ...args: unknown[]) => void

/** `ipcMain` with the other end in the test's hand; what crosses is cloned as Electron clones it. */
export function createIpcMain() {
  const handlers = new Map<string, InvokeListener>()
  const listeners = new Map<string, EventListener[]>()

  const ipcMain = {
    handle(channel: string, listener: InvokeListener) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, listener)
    },
    removeHandler(channel: string) {
      handlers.delete(channel)
    },
    on(channel: string, listener: EventListener): IpcMain {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return chained()
    },
    removeAllListeners(channel?: string): IpcMain {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return chained()
    },
  } satisfies Pick<IpcMain, 'handle' | 'removeHandler' | 'on' | 'removeAllListeners'>

  function chained(): IpcMain {
    return ipcMain as unknown as IpcMain // a double: it has what is used
  }
  const eventFrom = (senderFrame: FrameDouble | null) => ({ senderFrame, sender: { id: 1 } })

  return {
    ipcMain,
    async invoke(frame: FrameDouble | null, channel: string, ...args: unknown[]): Promise<unknown> {
      const handler = handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      const event = eventFrom(frame) as unknown as IpcMainInvokeEvent
      return structuredClone(await handler(event, ...structuredClone(args)))
    },
    send(frame: FrameDouble | null, channel: string, ...args: unknown[]): void {
      const event = eventFrom(frame) as unknown as IpcMainEvent
      for (const listener of listeners.get(channel) ?? []) listener(event, ...structuredClone(args))
    },
  }
}
