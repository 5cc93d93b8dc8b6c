import type { ChangeSet, RecordKey, RecordPut } from '../../storage/contracts/index.ts'
import type { JournalEntry } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

export type JournalAction = JournalEntry['action']

export interface JournalStep {
  readonly accountId: string
  readonly action: JournalAction
}

/** What mail servers have still to be told. Entries are made beside the change that they tell of, in its change set. */
export interface Journal {
  /**
   * The records for these steps. A flag entry takes the place of an older one for the same message and mailbox: it
   * carries the final value of every flag that either touched, so that it may be replayed whatever became of the older.
   */
  plan(steps: readonly JournalStep[]): Promise<Required<Pick<ChangeSet, 'recordPuts' | 'recordRemoves'>>>
  pending(accountId: string): Promise<number>
}

const pageSize = 500

export function createJournal(context: CoreContext): Journal {
  const { stores, clock, log } = context

  const pendingFlags = async (steps: readonly JournalStep[]): Promise<Map<string, JournalEntry>> => {
    const accountIds = new Set(steps.filter(({ action }) => action.kind === 'flags').map(({ accountId }) => accountId))
    const found = new Map<string, JournalEntry>()
    for (const scope of accountIds) {
      let cursor: string | undefined
      do {
        const page = await stores.records.list('journal', { scope, cursor, limit: pageSize })
        for (const entry of page.items) if (entry.action.kind === 'flags') found.set(flagKey(entry.action), entry)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
    }
    return found
  }

  return {
    async plan(steps) {
      const recordPuts: RecordPut[] = []
      const recordRemoves: RecordKey[] = []
      const older = await pendingFlags(steps)
      for (const { accountId, action } of steps) {
        const before = action.kind === 'flags' ? older.get(flagKey(action)) : undefined
        if (before !== undefined) recordRemoves.push({ noun: 'journal', id: before.id })
        recordPuts.push({
          noun: 'journal',
          value: {
            id: log.stamp(),
            accountId,
            createdAtMs: clock.nowMs(),
            attempts: 0,
            action: before === undefined ? action : squashFlags(before.action, action),
          },
        })
      }
      return { recordPuts, recordRemoves }
    },
    pending: (accountId) => stores.records.count('journal', accountId),
  }
}

function flagKey(action: Extract<JournalAction, { kind: 'flags' }>): string {
  return `${action.mailboxId}\n${action.messageId}`
}

/** Later over earlier: what the later one does not mention stays as the earlier one wanted it. */
export function squashFlags(earlier: JournalAction, later: JournalAction): JournalAction {
  if (earlier.kind !== 'flags' || later.kind !== 'flags') return later
  const add = new Set([...earlier.add.filter((flag) => !later.remove.includes(flag)), ...later.add])
  const remove = new Set([...earlier.remove.filter((flag) => !later.add.includes(flag)), ...later.remove])
  return { ...later, add: [...add], remove: [...remove] }
}
