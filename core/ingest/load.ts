import type { RemoteCopy } from '../../storage/contracts/index.ts'
import type { CoreContext, PreparedMail } from '../ports.ts'
import { contentId, splitId } from './identity.ts'
import type { IngestItem } from './item.ts'
import { WorkingSet } from './working-set.ts'

/** An item and what an ingest thread made of it. */
export interface ReadItem {
  readonly item: IngestItem
  readonly prepared: PreparedMail
  /** only its headers were read, since its bytes are here already (known.ts) */
  readonly known: boolean
}

/** Reads everything that the batch may touch. */
export async function loadWorkingSet(context: CoreContext, batch: readonly ReadItem[]): Promise<WorkingSet> {
  const { messages } = context.stores
  const remotes = await remotesAt(context, batch)
  const messageIds = new Set(batch.flatMap(({ prepared }) => prepared.messageId ?? []))
  const siblings = messageIds.size === 0 ? [] : await messages.byMessageIds([...messageIds])
  const ids = new Set([
    ...batch.flatMap(({ item, prepared }) => [
      contentId(item, prepared, context.hash),
      ...splitId(prepared, context.hash),
    ]),
    ...siblings.map(({ id }) => id),
    ...remotes.map(({ messageId }) => messageId),
  ])
  const summaries = await messages.get([...ids])
  const pending = summaries.filter(({ bodyState }) => bodyState === 'pending').map(({ id }) => id)
  // where a pending message is on the servers goes along if it turns out to be a copy of another
  const elsewhere = pending.length === 0 ? [] : await context.stores.remote.byMessages(pending)
  return new WorkingSet(summaries, [...remotes, ...elsewhere])
}

async function remotesAt(context: CoreContext, batch: readonly ReadItem[]): Promise<RemoteCopy[]> {
  const uids = Map.groupBy(
    batch.filter(({ item }) => item.uid !== undefined),
    ({ item }) => item.mailboxId,
  )
  const found = await Promise.all(
    [...uids].map(([mailboxId, read]) =>
      context.stores.remote.byUids(
        mailboxId,
        read.flatMap(({ item }) => item.uid ?? []),
      ),
    ),
  )
  return found.flat()
}
