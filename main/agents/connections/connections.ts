import { toProblem } from '../../../core/defs/index.ts'
import type { Connections, Events, Logger } from '../../../core/index.ts'

/** A window that draws each packet would do nothing else. */
const tellEveryMs = 1000
/** The record on disk is this old at most when the program is killed. */
const saveEveryMs = 60_000

interface Parts {
  readonly connections: Connections
  readonly events: Events
  readonly logger: Logger
}

/** Tells of connections, and keeps their record on disk. Answers what ends that, after a last save. */
export function keepConnections({ connections, events, logger }: Parts): { stop(): Promise<void> } {
  let telling: ReturnType<typeof setTimeout> | null = null
  connections.onChange(() => {
    telling ??= setTimeout(() => {
      telling = null
      events.emit({ type: 'connections.changed', openNow: connections.ledger.openNow })
    }, tellEveryMs).unref()
  })
  const save = async (): Promise<void> => {
    try {
      await connections.save()
    } catch (thrown) {
      logger.warn('The record of connections was not saved', { details: toProblem(thrown).message })
    }
  }
  const saving = setInterval(() => void save(), saveEveryMs).unref()
  return {
    async stop() {
      clearInterval(saving)
      if (telling !== null) clearTimeout(telling)
      await save()
    },
  }
}
