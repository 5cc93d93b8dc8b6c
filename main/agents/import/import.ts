import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fail, type ImportReport, type Mailbox } from '../../../core/defs/index.ts'
import type { Ingest, IngestItem, IngestOutcome } from '../../../core/index.ts'
import { type FileMessage, findSources, type MailSource } from '../../protocols/files/index.ts'

export interface ImportDependencies {
  readonly ingest: Ingest
  /** the mailbox of this path on this computer, made if it is not there */
  readonly ensureMailbox: (path: string) => Promise<Mailbox>
  readonly checkpoints: {
    get(id: string): Promise<unknown>
    put(id: string, state: z.core.util.JSONType): Promise<void>
    remove(id: string): Promise<void>
  }
}

export interface ImportProgress {
  readonly source: string
  readonly done: number
  readonly size: number
}

export interface ImportOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: ImportProgress) => void
}

/** Messages and bytes handed to ingest at once: enough to keep every core busy, little enough to stay in memory. */
const batchMessages = 200
const batchBytes = 4 * 1024 * 1024
/** Batches on their way at once: one is read, one parsed, one written. */
const maxInFlight = 3

const savedState = z.object({ offset: z.number(), imported: z.number(), duplicates: z.number() })

/**
 * Imports everything at these paths: mbox files, Maildirs, single messages, folders and zip files of them. Memory does
 * not grow with the files. A run that is stopped or killed goes on where it was when it is asked for again; what was
 * kept before it stopped is counted again in the report, and never stored twice.
 */
export async function importPaths(
  deps: ImportDependencies,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportReport> {
  const report: ImportReport = { imported: 0, duplicates: 0, failed: [] }
  for (const path of paths) {
    for await (const source of findSources(path)) await importSource(deps, source, report, options)
  }
  return report
}

async function importSource(
  deps: ImportDependencies,
  source: MailSource,
  report: ImportReport,
  options: ImportOptions,
): Promise<void> {
  const mailbox = await deps.ensureMailbox(source.mailboxPath)
  const id = `import-${createHash('sha256').update(`${source.path}\n${source.version}`).digest('hex').slice(0, 32)}`
  const saved = source.resumable ? savedState.safeParse(await deps.checkpoints.get(id)) : null
  const start = saved?.success === true ? saved.data : { offset: 0, imported: 0, duplicates: 0 }
  const counts = { imported: start.imported, duplicates: start.duplicates }
  let done = start.offset

  const settle = async (batch: Batch): Promise<void> => {
    const outcomes = await batch.outcomes
    throwIfStopped(outcomes)
    for (const [index, outcome] of outcomes.entries()) countOutcome(outcome, batch.origins[index], counts, report)
    done = source.resumable ? batch.endOffset : done + batch.origins.length
    options.onProgress?.({ source: source.path, done, size: source.size })
    if (source.resumable) await deps.checkpoints.put(id, { offset: batch.endOffset, ...counts })
  }

  const inFlight: Batch[] = []
  for await (const batch of batches(source.messages(start.offset), report)) {
    options.signal?.throwIfAborted()
    const items = batch.map((message): IngestItem => ({ ...message, mailboxId: mailbox.id }))
    const outcomes = deps.ingest.add(items, { fresh: false, priority: 'batch', signal: options.signal })
    outcomes.catch(() => {}) // settled in turn below; a batch that fails early must not count as unhandled
    inFlight.push({ origins: batch, endOffset: batch.at(-1)?.endOffset ?? 0, outcomes })
    const oldest = inFlight.length >= maxInFlight ? inFlight.shift() : undefined
    if (oldest !== undefined) await settle(oldest)
  }
  for (const batch of inFlight) await settle(batch)
  report.imported += counts.imported
  report.duplicates += counts.duplicates
  if (source.resumable) await deps.checkpoints.remove(id)
}

/**
 * Ingest answers `cancelled` and `disk-full` for each message. Those are no failures of the messages: the import stops
 * before it notes them as done, or going on later would leave them out.
 */
function throwIfStopped(outcomes: readonly IngestOutcome[]): void {
  for (const { problem } of outcomes) {
    if (problem?.code === 'cancelled' || problem?.code === 'disk-full')
      throw fail(problem.code, problem.message, problem)
  }
}

type Origin = Extract<FileMessage, { kind: 'message' }>

interface Batch {
  readonly origins: readonly Origin[]
  readonly endOffset: number
  readonly outcomes: Promise<IngestOutcome[]>
}

async function* batches(messages: AsyncIterable<FileMessage>, report: ImportReport): AsyncGenerator<Origin[]> {
  let batch: Origin[] = []
  let size = 0
  for await (const message of messages) {
    if (message.kind === 'failure') {
      const { source, offset, code, message: words } = message.problem
      report.failed.push({ source, offset, code, message: words })
      continue
    }
    batch.push(message)
    size += message.bytes.length
    if (batch.length >= batchMessages || size >= batchBytes) {
      yield batch
      batch = []
      size = 0
    }
  }
  if (batch.length > 0) yield batch
}

function countOutcome(
  outcome: IngestOutcome,
  origin: Origin | undefined,
  counts: { imported: number; duplicates: number },
  report: ImportReport,
): void {
  if (origin === undefined) throw fail('internal', 'Ingest answered for more messages than it was given.')
  if (outcome.status === 'failed') {
    const { code, message } = outcome.problem ?? { code: 'internal', message: 'This message was not kept.' }
    report.failed.push({ source: origin.source, offset: origin.offset, code, message })
  } else if (outcome.status === 'duplicate') counts.duplicates += 1
  else counts.imported += 1
}
