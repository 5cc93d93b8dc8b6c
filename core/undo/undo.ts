import { fail, type Handlers, type Operations } from '../defs/index.ts'

/** Actions that can be undone: the number of steps that UI.md promises. */
const maxSteps = 30

/** What every manager keeps its actions with, so that one list of steps undoes them all, whatever they acted on. */
export interface Undo {
  /**
   * Keeps how to undo an action, under the id that it answered with. The oldest is forgotten when there are too many.
   * `inverse` rejects with a Failure when the state has changed meanwhile; the step stays then and can be tried again.
   */
  keep(actionId: string, inverse: () => Promise<void>): void
  /** Does something more once that action has been undone, if it can still be undone; `more` never rejects. */
  follow(actionId: string, more: () => Promise<void>): void
  /** Hands out how to undo an action that becomes a part of a larger one: it is no step of its own any more. */
  take(actionId: string): () => Promise<void>
  /** `not-found` when it was undone already or is too long ago */
  undo(actionId: string): Promise<void>
  readonly handlers: Handlers<Operations['actions']>
}

export function createUndo(): Undo {
  const steps = new Map<string, () => Promise<void>>()

  function keep(actionId: string, inverse: () => Promise<void>): void {
    steps.set(actionId, inverse)
    for (const oldest of steps.keys()) {
      if (steps.size <= maxSteps) break
      steps.delete(oldest)
    }
  }

  function follow(actionId: string, more: () => Promise<void>): void {
    const inverse = steps.get(actionId)
    if (inverse === undefined) return
    steps.set(actionId, async () => {
      await inverse()
      await more()
    })
  }

  function take(actionId: string): () => Promise<void> {
    const inverse = steps.get(actionId)
    steps.delete(actionId)
    return inverse ?? (async () => undefined)
  }

  async function undo(actionId: string): Promise<void> {
    const inverse = steps.get(actionId)
    if (inverse === undefined) throw fail('not-found', 'This can no longer be undone. Nothing was changed.')
    steps.delete(actionId)
    try {
      await inverse()
    } catch (thrown) {
      keep(actionId, inverse)
      throw thrown
    }
  }

  return {
    keep,
    follow,
    take,
    undo,
    handlers: {
      undo: async ({ actionId }) => {
        await undo(actionId)
        return {}
      },
    },
  }
}
