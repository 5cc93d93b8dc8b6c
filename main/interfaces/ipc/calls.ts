import { type Problem, toProblem } from '../../../core/defs/index.ts'
import type { Door } from '../../../core/index.ts'
import { channels } from './channels.ts'

/** The part of Electron's `ipcMain` that is used; Electron itself is known to app/desktop only. */
export interface IpcMain {
  handle(channel: string, listener: (event: IpcEvent, ...args: unknown[]) => Promise<unknown>): void
  on(channel: string, listener: (event: IpcEvent, ...args: unknown[]) => void): void
  removeHandler(channel: string): void
  removeAllListeners(channel: string): void
}

export interface IpcEvent {
  /** null when the frame has gone or navigated meanwhile */
  readonly senderFrame: Frame | null
  readonly sender: { readonly id: number }
}

export interface Frame {
  readonly url: string
  /** null for the page itself; a mail's frame has one */
  readonly parent: unknown
}

/** What the window gets for a failure: errors lose their fields on the way through Electron. */
export interface Refused {
  readonly problem: Problem
}

/**
 * Answers `caliopen:call` (name, input, call id) through the door. Only the page itself, at an address of ours, is
 * answered. Bytes travel as they are (structured clone). Returns what ends it.
 */
export function answerCalls(ipc: IpcMain, door: Door, isOwnAddress: (url: string) => boolean): () => void {
  const running = new Map<string, AbortController>()
  const isOwn = ({ senderFrame }: IpcEvent) =>
    senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url)
  const keyOf = ({ sender }: IpcEvent, callId: unknown) =>
    typeof callId === 'string' && callId.length <= 100 ? `${sender.id} ${callId}` : null

  ipc.handle(channels.call, async (event, name, input, callId): Promise<unknown> => {
    if (!isOwn(event)) return refused({ code: 'refused', message: 'Only the window of Caliopen is answered.' })
    const key = keyOf(event, callId)
    const stop = new AbortController()
    if (key !== null) running.set(key, stop)
    try {
      return trimmed(await door.call(String(name), input, { signal: stop.signal, priority: 'interactive' }))
    } catch (thrown) {
      return refused(toProblem(thrown))
    } finally {
      if (key !== null) running.delete(key)
    }
  })
  ipc.on(channels.cancel, (event, callId) => {
    const key = keyOf(event, callId)
    if (key !== null && isOwn(event)) running.get(key)?.abort()
  })

  return () => {
    ipc.removeHandler(channels.call)
    ipc.removeAllListeners(channels.cancel)
    for (const stop of running.values()) stop.abort()
  }
}

const refused = (problem: Problem): Refused => ({ problem })

/** A clone takes the whole buffer behind a view along, with whatever else lies in it: cut it to what is meant. */
function trimmed(output: unknown): unknown {
  if (typeof output !== 'object' || output === null || !('bytes' in output)) return output
  const { bytes } = output
  if (!(bytes instanceof Uint8Array) || bytes.byteLength === bytes.buffer.byteLength) return output
  return { ...output, bytes: Uint8Array.from(bytes) }
}
