import type { ChangeSet } from '../storage/contracts/index.ts'
import { fail } from './defs/index.ts'
import type { CoreContext } from './ports.ts'

/** Commits, and turns a stale patch into a `conflict` failure that carries the state as it is now. */
export async function commitOrFail(context: CoreContext, changes: ChangeSet, what: string): Promise<void> {
  const result = await context.stores.commit(changes)
  if (result.ok) return
  throw fail(
    'conflict',
    `${what} was changed elsewhere a moment ago. Nothing was changed here. Look at it and try again.`,
    {
      current: result.conflict.current,
      details: `${result.conflict.noun} ${result.conflict.id}`,
    },
  )
}
