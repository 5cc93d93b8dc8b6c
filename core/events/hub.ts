import type { CoreEvent } from '../defs/index.ts'
import type { Events, Logger } from '../ports.ts'

/** Delivers events to every subscriber in turn; one that throws is reported and does not stop the others. */
export function createEvents(logger: Logger): Events {
  const listeners = new Set<(event: CoreEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (thrown) {
          logger.error('An event listener failed', { type: event.type, details: String(thrown) })
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
