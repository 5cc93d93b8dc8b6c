import type { Events } from '../../../core/index.ts'
import { channels } from './channels.ts'

/** The part of Electron's `webContents` that is used. */
export interface Receiver {
  send(channel: string, ...args: unknown[]): void
  isDestroyed(): boolean
}

/** Sends every event of core to every window. Returns what ends it. */
export function sendEvents(events: Events, windows: () => Iterable<Receiver>): () => void {
  return events.subscribe((event) => {
    for (const window of windows()) if (!window.isDestroyed()) window.send(channels.events, event)
  })
}
