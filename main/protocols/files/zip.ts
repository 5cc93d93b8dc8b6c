import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, fromFd, type ZipFile } from 'yauzl'
import { maxMessageBytes } from '../../../core/brokers/mbox/index.ts'
import { tooLarge } from './eml.ts'
import { looksLikeMail } from './kind.ts'
import { readMbox } from './mbox.ts'
import type { FileMessage } from './source.ts'

/** More entries than this is no mail archive but an attack or a mistake. */
const maxEntries = 2_000_000

/** Every message in a zip archive: .eml entries whole, mbox entries as they stream by. `offset` is the entry's place. */
export async function* readZip(path: string): AsyncGenerator<FileMessage> {
  const file = await open(path)
  try {
    const zip = await openZip(file.fd)
    let count = 0
    for await (const entry of entriesOf(zip)) {
      count += 1
      if (count > maxEntries) throw new Error(`more than ${maxEntries} entries`)
      if (!entry.fileName.endsWith('/')) yield* readEntry(zip, entry, `${path}!${entry.fileName}`)
    }
  } catch (thrown) {
    yield failure(path, 0, thrown)
  } finally {
    await file.close()
  }
}

async function* readEntry(zip: ZipFile, entry: Entry, source: string): AsyncGenerator<FileMessage> {
  const offset = entry.relativeOffsetOfLocalHeader
  try {
    const stream = await openEntry(zip, entry)
    const chunks = stream[Symbol.asyncIterator]()
    const first = await chunks.next()
    const head: Buffer = first.done === true ? Buffer.alloc(0) : first.value
    const kind = looksLikeMail(entry.fileName, head)
    if (kind === null) stream.destroy()
    else if (kind === 'mbox') yield* readMbox(withHead(head, chunks), source, 0)
    else yield await wholeEntry(withHead(head, chunks), source, offset, entry.getLastModDate().getTime())
  } catch (thrown) {
    yield failure(source, offset, thrown)
  }
}

async function wholeEntry(
  chunks: AsyncIterable<Buffer>,
  source: string,
  offset: number,
  fileMs: number,
): Promise<FileMessage> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxMessageBytes) return tooLarge(source, offset, size)
    parts.push(chunk)
  }
  return {
    kind: 'message',
    bytes: Buffer.concat(parts),
    flags: [],
    receivedMs: null,
    fileMs,
    source,
    offset,
    endOffset: offset,
  }
}

async function* withHead(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(null))
        .once('error', reject)
      zip.readEntry()
    })
    zip.removeAllListeners()
    if (entry === null) return
    yield entry
  }
}

function openZip(fd: number): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    fromFd(fd, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    ),
  )
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error))),
  )
}

function failure(source: string, offset: number, thrown: unknown): FileMessage {
  return {
    kind: 'failure',
    problem: {
      code: 'invalid',
      message: 'This archive, or a part of it, cannot be read. What could be read was imported; the file is unchanged.',
      source,
      offset,
      details: thrown instanceof Error ? thrown.message : String(thrown),
    },
  }
}
