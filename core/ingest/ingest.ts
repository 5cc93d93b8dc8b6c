import { fail, type Mailbox, type Problem, toProblem } from '../defs/index.ts'
import { createAccountBook, createGrouping, type Grouping } from '../discussions/index.ts'
import { createKeywordTags, type KeywordTags } from '../keywords/index.ts'
import type { CoreContext, PreparedMail, ReaderOptions } from '../ports.ts'
import { assignThreads } from '../threads/index.ts'
import { toChangeSet } from './changes.ts'
import { Copies } from './copies.ts'
import { emitBatch } from './events.ts'
import { groupBatch, judgeBatch } from './group.ts'
import type { Ingest, IngestItem, IngestOptions, IngestOutcome } from './item.ts'
import { type Judge, noJudge } from './judge.ts'
import { findKnown, wasDeleted } from './known.ts'
import { ingestLimits } from './limits.ts'
import { loadWorkingSet, type ReadItem } from './load.ts'
import { nothingPending, type PendingActions, readPendingActions } from './pending.ts'
import { type SettleTools, settle } from './settle.ts'

export interface IngestNeeds {
  readonly grouping: Grouping
  readonly judge: Judge
  readonly keywords: Pick<KeywordTags, 'ofFlags'>
}

/**
 * The one way in for mail, whatever brings it. A batch is read in the ingest threads while the one before is written;
 * looking up and writing go one batch at a time, so that two sources with the same message make one record.
 */
export function createIngest(context: CoreContext, needs: Partial<IngestNeeds> = {}): Ingest {
  const { grouping = createGrouping(context, createAccountBook(context)), judge = noJudge } = needs
  const { keywords = createKeywordTags(context) } = needs
  const writer: Writer = { context, grouping, judge, keywords, copies: new Copies(context) }
  /** whether the last batch was mostly known: an import that is done once more */
  let again = false

  async function write(batch: readonly ReadItem[], options: IngestOptions): Promise<IngestOutcome[]> {
    try {
      const outcomes = await grouping.alone(() => writeBatch(writer, batch, options))
      again = outcomes.filter(({ status }) => status === 'duplicate').length * 2 > outcomes.length
      return outcomes
    } catch (thrown) {
      const problem = toProblem(thrown)
      // one that the store refuses must not take the others with it; a full disk refuses all
      if (batch.length === 1 || !(problem.code === 'internal' || problem.code === 'conflict'))
        return failed(batch, problem)
      const outcomes: IngestOutcome[] = []
      for (const one of batch) outcomes.push(...(await write([one], options)))
      return outcomes
    }
  }

  return {
    async add(items, options) {
      const batches = inBatches(items)
      const reading: Promise<ReadItem[] | Problem>[] = []
      const outcomes: IngestOutcome[] = []
      for (const [index, batch] of batches.entries()) {
        while (reading.length < batches.length && reading.length <= index + ingestLimits.ahead) {
          reading.push(read(context, batches[reading.length] ?? [], options, again))
        }
        const prepared = (await reading[index]) ?? []
        // what has been written need not be held any longer
        reading[index] = Promise.resolve([])
        outcomes.push(...(Array.isArray(prepared) ? await write(prepared, options) : failed(batch, prepared)))
      }
      return outcomes
    },
  }
}

/** Read by the ingest threads, the raw bytes on disk. Answers with the problem instead of throwing. */
async function read(
  context: CoreContext,
  items: readonly IngestItem[],
  options: IngestOptions,
  again: boolean,
): Promise<ReadItem[] | Problem> {
  try {
    options.signal?.throwIfAborted()
    const reading: ReaderOptions = { signal: options.signal, priority: options.priority ?? 'batch' }
    const known = again ? await findKnown(context, items, reading) : new Map<IngestItem, PreparedMail>()
    const fresh = await readWhole(
      context,
      items.filter((item) => !known.has(item)),
      reading,
    )
    return items.map((item) => {
      const prepared = known.get(item) ?? fresh.get(item)
      if (prepared === undefined) throw fail('internal', 'A message was lost while it was read. Try again.')
      return { item, prepared, known: known.has(item) }
    })
  } catch (thrown) {
    return toProblem(thrown)
  }
}

async function readWhole(
  context: CoreContext,
  items: readonly IngestItem[],
  reading: ReaderOptions,
): Promise<Map<IngestItem, PreparedMail>> {
  if (items.length === 0) return new Map()
  const raws = items.map(({ bytes, headersOnly = false }) => ({ bytes, headersOnly }))
  const prepared = await context.reader.prepare(raws, reading)
  const blobs = new Map(prepared.flatMap(({ blob }) => (blob === null ? [] : [[blob.hash, blob] as const])))
  if (blobs.size > 0) await context.stores.blobs.put([...blobs.values()], { move: true })
  return new Map(items.flatMap((item, i) => (prepared[i] === undefined ? [] : [[item, prepared[i]] as const])))
}

interface Writer extends IngestNeeds {
  readonly context: CoreContext
  readonly copies: Copies
}

async function writeBatch(
  writer: Writer,
  batch: readonly ReadItem[],
  options: IngestOptions,
): Promise<IngestOutcome[]> {
  const { context, grouping, judge, keywords, copies } = writer
  for (const { prepared, known } of batch) {
    if (prepared.blob !== null && !known) copies.remember(prepared.blob.hash, prepared.opening)
  }
  let places = await readPlaces(context, batch)
  const homeless = batch.filter(({ item }) => !places.mailboxes.has(item.mailboxId))
  if (homeless.length === batch.length) return failed(batch, noMailbox)
  if (homeless.length > 0) {
    const kept = batch.filter((one) => !homeless.includes(one))
    const outcomes = await writeBatch(writer, kept, options)
    return batch.map((one) => outcomes[kept.indexOf(one)] ?? { status: 'failed', messageId: null, problem: noMailbox })
  }
  const tags = await keywords.ofFlags(batch.map(({ item }) => item.flags))
  const tagsByItem = new Map(batch.map(({ item }, i) => [item, tags[i] ?? []]))
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) places = await readPlaces(context, batch)
    const set = await loadWorkingSet(context, batch)
    const deleted = batch.filter((one) => wasDeleted(one, set))
    if (deleted.length > 0) {
      const items = deleted.map(({ item }) => item)
      const whole = await readWhole(context, items, { priority: options.priority ?? 'batch' })
      const mended = batch.map((one): ReadItem => {
        const prepared = whole.get(one.item)
        return prepared === undefined ? one : { ...one, prepared, known: false }
      })
      return writeBatch(writer, mended, options)
    }
    const tools: SettleTools = {
      hash: context.hash,
      nowMs: context.clock.nowMs(),
      pendingOf: (mailboxId) => places.pending.get(places.mailboxes.get(mailboxId)?.accountId ?? '') ?? nothingPending,
      tagsOf: (item) => tagsByItem.get(item) ?? [],
      sameContent: (stored, read) => copies.same(stored, read),
    }
    const outcomes: IngestOutcome[] = []
    for (const one of batch) outcomes.push({ ...(await settle(one, set, tools)), problem: null })
    const unthreaded = set
      .works()
      .flatMap(({ message, removed }) => (message.threadId === '' && !removed ? [message] : []))
    const threads = await assignThreads(unthreaded, (refs) => context.stores.threads.byRefs(refs), context.hash)
    const groups = await groupBatch(set, threads, places.mailboxes, grouping)
    await judgeBatch(context, set, groups, judge, options.fresh)
    const changes = toChangeSet(context, set, threads, groups, [...places.pending.values()])
    const result = await context.stores.commit(changes, { priority: options.priority ?? 'batch' })
    if (result.ok) {
      groups.kept()
      emitBatch(context, set, changes, groups, { mailboxes: places.mailboxes, fresh: options.fresh })
      return outcomes
    }
    if (attempt >= ingestLimits.attempts) {
      const details = `${result.conflict.noun} ${result.conflict.id}`
      throw fail('conflict', 'Messages were changed again and again while new mail came in. Try again.', { details })
    }
  }
}

const noMailbox: Problem = {
  code: 'not-found',
  message: 'The mailbox that this message belongs to is not here any more. The message was not taken in.',
}

/** The mailboxes of the batch, and what the user did in their accounts that the servers do not know yet. */
async function readPlaces(
  context: CoreContext,
  batch: readonly ReadItem[],
): Promise<{ mailboxes: Map<string, Mailbox>; pending: Map<string, PendingActions> }> {
  const mailboxes = new Map<string, Mailbox>()
  const pending = new Map<string, PendingActions>()
  for (const id of new Set(batch.map(({ item }) => item.mailboxId))) {
    const mailbox = await context.stores.records.get('mailbox', id)
    if (mailbox === null) continue
    mailboxes.set(id, mailbox)
    const { accountId } = mailbox
    if (!pending.has(accountId)) pending.set(accountId, await readPendingActions(context, accountId))
  }
  return { mailboxes, pending }
}

function inBatches(items: readonly IngestItem[]): IngestItem[][] {
  const batches: IngestItem[][] = []
  let bytes = 0
  for (const item of items) {
    const current = batches.at(-1)
    const full =
      current === undefined ||
      current.length >= ingestLimits.batchItems ||
      bytes + item.bytes.length > ingestLimits.batchBytes
    if (full) {
      batches.push([item])
      bytes = item.bytes.length
    } else {
      current.push(item)
      bytes += item.bytes.length
    }
  }
  return batches
}

const failed = (batch: readonly unknown[], problem: Problem): IngestOutcome[] =>
  batch.map(() => ({ status: 'failed', messageId: null, problem }))
