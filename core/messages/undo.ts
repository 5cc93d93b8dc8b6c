import type { MessageChange } from './change.ts'

/** Actions that can be undone: the number of steps that UI.md promises. */
const maxSteps = 30

export interface UndoSteps {
  /** keeps what an action did and answers its id */
  keep(actionId: string, changes: readonly MessageChange[]): void
  /** takes it out, null when it is not kept any more */
  take(actionId: string): readonly MessageChange[] | null
}

export function createUndoSteps(): UndoSteps {
  const steps = new Map<string, readonly MessageChange[]>()
  return {
    keep(actionId, changes) {
      steps.set(actionId, changes)
      for (const oldest of steps.keys()) {
        if (steps.size <= maxSteps) break
        steps.delete(oldest)
      }
    },
    take(actionId) {
      const changes = steps.get(actionId) ?? null
      steps.delete(actionId)
      return changes
    },
  }
}
