import type { Client, CoreEvent } from '../../core/defs/index.ts'

/**
 * `lost` is said when events may have been missed; `restored` when they arrive again and everything is to be asked anew;
 * `ended` when they will not come again: the program was started anew and does not know this window.
 */
export type LinkState = 'lost' | 'restored' | 'ended'

/** How the window reaches core, whichever way that is. */
export interface Connection {
  readonly client: Client
  /** Calls back for every event until the returned function is called. */
  subscribe(onEvent: (event: CoreEvent) => void, onLink: (state: LinkState) => void): () => void
}
