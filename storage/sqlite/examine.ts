import type { Finding } from '../../core/defs/index.ts'
import type { BlobStore, ReadOptions } from '../contracts/index.ts'
import type { ThreadPool } from '../pool/index.ts'
import type { InFlight } from './in-flight.ts'
import type { BlobOperations, ReadOperations, WriteOperations } from './operations.ts'

/** Rows looked at in one request: a few milliseconds each, so that what a person asks for goes in between. */
const piece = 500
/** Missing texts that are named: to find the message of each, all are looked at. */
const namedBlobs = 3
const batch: ReadOptions = { priority: 'batch' }

interface Parts {
  readonly writer: ThreadPool<WriteOperations>
  readonly readers: ThreadPool<ReadOperations>
  readonly blobWriter: ThreadPool<BlobOperations>
  readonly blobs: BlobStore
  /** put, but not named by a commit yet: an ingest may be between the two */
  readonly inFlight: InFlight
}

/** Doctor: every check in order, repairs where there is something to repair from. */
export async function examine(repair: boolean, parts: Parts): Promise<Finding[]> {
  return [
    await integrity(parts),
    ...(await conversations(repair, parts)),
    await counts(repair, parts),
    ...(await blobsAndOrphans(repair, parts)),
    await search(parts),
    await log(parts),
    await recovery(parts),
  ]
}

async function integrity({ readers, blobWriter }: Parts): Promise<Finding> {
  const faults = await readers.call('doctor', 'integrity', [], batch)
  const blobFaults = await blobWriter.call('blobs', 'integrity', [], batch)
  const all = [...faults, ...blobFaults]
  return {
    check: 'integrity',
    ok: all.length === 0,
    message:
      all.length === 0
        ? 'The database is sound.'
        : `The database is damaged (${all[0]}). Restart Caliopen: it is rebuilt from your messages then.`,
    count: all.length,
    repaired: false,
  }
}

/** Threads before discussions, which are summed up from them too; then the lists of both. */
async function conversations(repair: boolean, { writer }: Parts): Promise<Finding[]> {
  const walk = async (what: 'examineThreads' | 'examineDiscussions'): Promise<number> => {
    let wrong = 0
    for (let after: number | null = 0; after !== null; ) {
      const found: { wrong: number; next: number | null } = await writer.call(
        'doctor',
        what,
        [after, piece, repair],
        batch,
      )
      wrong += found.wrong
      after = found.next
    }
    return wrong
  }
  const threads = await walk('examineThreads')
  const listedThreads = await writer.call('doctor', 'examineViews', ['threads', repair], batch)
  if (repair) await writer.call('doctor', 'tidyThreads', [], batch)
  const discussions = await walk('examineDiscussions')
  const listed = await writer.call('doctor', 'examineViews', ['discussions', repair], batch)
  return [
    finding('threads', threads + listedThreads, repair, 'conversations were not listed as their messages say'),
    finding('discussions', discussions + listed, repair, 'discussions were not listed as their messages say'),
  ]
}

async function counts(repair: boolean, { readers, writer }: Parts): Promise<Finding> {
  const wrong = await readers.call('doctor', 'wrongCounts', [], batch)
  if (wrong > 0 && repair) await writer.call('doctor', 'repairCounts', [], batch)
  return finding('counts', wrong, repair, 'counts of mailboxes were wrong')
}

/** What messages, drafts and the outbox refer to against what is there. */
async function blobsAndOrphans(repair: boolean, parts: Parts): Promise<Finding[]> {
  const { readers, blobs, blobWriter, inFlight } = parts
  const used = new Set<number>()
  const missing: string[] = []
  const note = async (hashes: readonly string[]) => {
    for (const hash of hashes) used.add(shortened(hash))
    const here = await blobs.has(hashes)
    missing.push(...hashes.filter((hash) => !here.has(hash)))
  }
  await note(await readers.call('doctor', 'otherBlobs', [], batch))
  for (let after: number | null = -1; after !== null; ) {
    const found: { hashes: string[]; next: number | null } = await readers.call(
      'doctor',
      'blobsOfMessages',
      [after, piece],
      batch,
    )
    await note(found.hashes)
    after = found.next
  }
  let orphans = await blobWriter.call('blobs', 'strayFiles', [repair], batch)
  for (let after: string | null = null; ; ) {
    const page = await blobs.walk(after, piece)
    const unused = page.map((blob) => blob.hash).filter((hash) => !used.has(shortened(hash)) && !inFlight.has(hash))
    orphans += unused.length
    if (repair && unused.length > 0) await blobs.remove(unused)
    after = page.at(-1)?.hash ?? null
    if (page.length < piece) break
  }
  return [
    await missingBlobs(missing, parts),
    finding('orphans', orphans, repair, 'stored files belonged to no message'),
  ]
}

async function missingBlobs(missing: readonly string[], { readers }: Parts): Promise<Finding> {
  const sound = finding('blobs', missing.length, false, 'raw messages are missing')
  if (missing.length === 0) return sound
  const names: string[] = []
  for (const hash of missing.slice(0, namedBlobs)) {
    const found = await readers.call('doctor', 'messageWith', [hash], batch)
    names.push(found === null ? `of a draft, ${hash}` : `“${found.subject}”, id ${found.id}`)
  }
  const more = missing.length > names.length ? ' and others' : ''
  const count = missing.length === 1 ? '1 raw message is missing' : `${missing.length} raw messages are missing`
  return {
    ...sound,
    message: `${count} (${names.join('; ')}${more}).`,
  }
}

async function search({ writer }: Parts): Promise<Finding> {
  const missing = await writer.call('doctor', 'unsearched', [], batch)
  return finding('search', missing, false, 'messages could not be found by search')
}

async function log({ readers }: Parts): Promise<Finding> {
  const wrong = await readers.call('doctor', 'unreadableLog', [], batch)
  return finding('log', wrong, false, 'entries of the change log cannot be read')
}

async function recovery({ writer }: Parts): Promise<Finding> {
  const left = await writer.call('rebuild', 'left', [], batch)
  const kept = await writer.call('rebuild', 'kept', [], batch)
  const keptWords =
    kept.length === 0 ? '' : ` The damaged one is kept as ${kept.join(', ')}: delete it when you miss nothing.`
  return {
    check: 'recovery',
    ok: left === 0,
    message:
      left > 0
        ? `The database was lost or damaged: ${left} messages have still to be read again from their stored copies. This goes on by itself while Caliopen runs.${keptWords}`
        : kept.length > 0
          ? `The database was damaged once and is made anew from your messages.${keptWords}`
          : 'Sound: the database was never replaced.',
    count: left,
    repaired: false,
  }
}

function finding(check: Finding['check'], count: number, repair: boolean, what: string): Finding {
  const repaired = repair && count > 0
  return {
    check,
    ok: count === 0,
    message: count === 0 ? 'Sound.' : `${count} ${what}${repaired ? '; put right' : ''}.`,
    count,
    repaired,
  }
}

/** 48 bits of a hash: a set of millions fits in memory. Two that agree only leave an orphan where it is. */
function shortened(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16)
}
