import type { CoreEvent } from '../../../core/defs/index.ts'
import { agentLimits } from './limits.ts'

type Touched = Extract<CoreEvent, { type: 'messages.added' | 'messages.changed' }>

/** Messages that something happened to since they were last looked at. */
export function createQueue() {
  const ids = new Set<string>()
  let missed = false
  return {
    get size(): number {
      return ids.size
    },
    /** events name 200 messages at most: of more that came in only a look at all of them tells */
    add({ type, messageIds, more }: Touched): void {
      if (type === 'messages.added' && more) missed = true
      for (const id of messageIds) {
        if (ids.size < agentLimits.queued) ids.add(id)
        else missed = true
      }
    },
    take(): string[] {
      const taken = [...ids]
      ids.clear()
      return taken
    },
    /** whether there came more than are known here, since this was last asked */
    takeMissed(): boolean {
      const was = missed
      missed = false
      return was
    },
  }
}
