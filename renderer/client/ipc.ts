import { createClient } from '../../core/call.ts'
import { event as eventSchema, Failure, problem } from '../../core/defs/index.ts'
import type { Connection } from './connection.ts'

/** What the preload of the desktop program exposes. */
export interface Bridge {
  /** Rejects, or resolves to `{ problem }`, when the operation fails: errors lose their fields on the way otherwise. */
  call(name: string, input: unknown, callId?: string): Promise<unknown>
  cancel?(callId: string): void
  subscribe(onEvent: (event: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly caliopen?: Bridge
  }
}

/** Core over the bridge of the desktop program: bytes travel as they are. */
export function ipcConnection(bridge: Bridge): Connection {
  return {
    client: createClient(async (name, input, { signal }) => {
      const callId = crypto.randomUUID()
      const cancel = () => bridge.cancel?.(callId)
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        return unwrap(await bridge.call(name, input ?? {}, callId))
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    }),
    subscribe: (onEvent) =>
      bridge.subscribe((raw) => {
        const parsed = eventSchema.safeParse(raw)
        if (parsed.success) onEvent(parsed.data)
      }),
  }
}

function unwrap(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'problem' in answer && Object.keys(answer).length === 1) {
    const parsed = problem.safeParse(answer.problem)
    if (parsed.success) throw new Failure(parsed.data)
  }
  return answer
}
