import type { RecordKey, RecordPut } from '../../storage/contracts/index.ts'
import type { Draft, DraftContent, DraftRevision } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** While somebody types, an earlier state is kept about this often: enough to go back to, not one a keystroke. */
const keepEveryMs = 30_000
/** A change of this many characters at once (a paste, a deletion) keeps what was there before it. */
const bigChangeLength = 200
/** Earlier states are dropped after 30 days. */
const keepForMs = 30 * 24 * 3_600_000
/** How many old states one save looks through: a few more than a save can add. */
const sweepBatch = 20

/** The change of history that goes with a save: the state before it, when it is worth keeping, and what is too old. */
export async function historyOf(
  context: CoreContext,
  before: Draft,
  after: Draft,
): Promise<{ recordPuts: RecordPut[]; recordRemoves: RecordKey[] }> {
  const { records } = context.stores
  const now = context.clock.nowMs()
  const [latest] = (await records.list('draftRevision', { scope: before.id, limit: 1, descending: true })).items
  const due = now - (latest?.savedAtMs ?? before.createdAtMs) >= keepEveryMs
  const oldest = await records.list('draftRevision', { scope: before.id, limit: sweepBatch })
  return {
    recordPuts: due || isBig(before, after) ? [{ noun: 'draftRevision', value: revisionOf(before) }] : [],
    recordRemoves: oldest.items
      .filter((revision) => now - revision.savedAtMs > keepForMs)
      .map(({ id }) => ({ noun: 'draftRevision', id })),
  }
}

/** Every earlier state of a draft, for its end. */
export async function wholeHistory(context: CoreContext, draftId: string): Promise<RecordKey[]> {
  const keys: RecordKey[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('draftRevision', { scope: draftId, cursor, limit: 500 })
    keys.push(...page.items.map(({ id }): RecordKey => ({ noun: 'draftRevision', id })))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return keys
}

/** Ids sort by revision within a draft. */
export function revisionOf(draft: Draft): DraftRevision {
  return {
    ...contentOf(draft),
    id: `${draft.id}-${String(draft.revision).padStart(10, '0')}`,
    draftId: draft.id,
    revision: draft.revision,
    savedAtMs: draft.updatedAtMs,
  }
}

export function contentOf({ accountId, to, cc, bcc, subject, text, html }: DraftContent): DraftContent {
  return { accountId, to, cc, bcc, subject, text, html }
}

function isBig(before: Draft, after: Draft): boolean {
  const size = (draft: Draft) => draft.text.length + (draft.html?.length ?? 0)
  return Math.abs(size(after) - size(before)) >= bigChangeLength
}
