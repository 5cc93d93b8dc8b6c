import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { quoteFrom } from '../../../core/brokers/mbox/index.ts'
import { type Client, type MessageSummary, type Problem, toProblem } from '../../../core/defs/index.ts'

export interface ExportRequest {
  readonly directory: string
  readonly format: 'mbox' | 'eml' | 'maildir'
  readonly mailboxIds?: readonly string[] | undefined
}

export interface ExportReport {
  exported: number
  files: number
  failed: Problem[]
}

/** Writes one message of a mailbox; `bytes` are those that were received. */
interface Writer {
  write(message: MessageSummary, copy: number, bytes: Uint8Array): Promise<void>
  /** when all of it is on disk; answers the number of files */
  close(): Promise<number>
}

const pageSize = 100

/**
 * Writes every message of the mailboxes, each copy as it was received, byte for byte. A folder an account, and in it a
 * file (mbox) or folder (eml, Maildir) a mailbox. A message in several mailboxes is written in each.
 */
export async function exportMessages(
  client: Client,
  request: ExportRequest,
  signal?: AbortSignal,
  onProgress?: (done: number) => void,
): Promise<ExportReport> {
  const report: ExportReport = { exported: 0, files: 0, failed: [] }
  const accounts = new Map(
    (await client.accounts.list({})).items.map((account) => [account.id, account.label || account.address]),
  )
  const wanted = request.mailboxIds === undefined ? null : new Set(request.mailboxIds)
  for (const mailbox of (await client.mailboxes.list({})).items) {
    if (mailbox.total === 0 || (wanted !== null && !wanted.has(mailbox.id))) continue
    const parts = [accounts.get(mailbox.accountId) ?? 'Account', ...mailbox.path.split(mailbox.delimiter)]
    const writer = await openWriter(request.format, join(request.directory, ...parts.map(safePart)))
    for await (const message of messagesOf(client, mailbox.id)) {
      signal?.throwIfAborted()
      await exportOne(client, message, writer, report)
      onProgress?.(report.exported)
    }
    report.files += await writer.close()
  }
  return report
}

async function exportOne(client: Client, message: MessageSummary, writer: Writer, report: ExportReport): Promise<void> {
  if (message.copies.length === 0) {
    report.failed.push({
      code: 'offline',
      message: `“${message.subject}” is still on its server and was not exported.`,
      source: message.id,
    })
  }
  for (const copy of message.copies.keys()) {
    try {
      const { bytes } = await client.messages.raw({ id: message.id, copy }, { priority: 'batch' })
      await writer.write(message, copy, bytes)
      report.exported += 1
    } catch (thrown) {
      const problem = toProblem(thrown)
      if (problem.code === 'disk-full' || problem.code === 'cancelled') throw thrown
      report.failed.push({ ...problem, source: message.id })
    }
  }
}

async function* messagesOf(client: Client, mailboxId: string): AsyncGenerator<MessageSummary> {
  let cursor: string | undefined
  do {
    const page = await client.messages.list(
      { view: `mailbox:${mailboxId}`, cursor, limit: pageSize },
      { priority: 'batch' },
    )
    yield* page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

async function openWriter(format: ExportRequest['format'], path: string): Promise<Writer> {
  if (format === 'mbox') return mboxWriter(`${path}.mbox`)
  return format === 'eml' ? emlWriter(path) : maildirWriter(path)
}

/** mboxrd; written beside and renamed when whole, so that a stopped export leaves no half file that looks whole. */
async function mboxWriter(path: string): Promise<Writer> {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  const stream = createWriteStream(part)
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {}) // reported by the next write
  return {
    async write(message, _copy, bytes) {
      const sender =
        message.participants.find(({ type }) => type === 'from')?.address.replaceAll(/\s/g, '') || 'MAILER-DAEMON'
      const quoted = quoteFrom(Buffer.from(bytes))
      const end = quoted.at(-1) === 0x0a ? '\n' : '\n\n'
      const whole = Buffer.concat([
        Buffer.from(`From ${sender} ${asctime(message.receivedMs)}\n`),
        quoted,
        Buffer.from(end),
      ])
      if (!stream.write(whole))
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), failed])
    },
    async close() {
      await Promise.race([new Promise<void>((resolve) => stream.end(() => resolve())), failed])
      await flush(part)
      await rename(part, path)
      return 1
    },
  }
}

async function emlWriter(path: string): Promise<Writer> {
  await mkdir(path, { recursive: true })
  let files = 0
  return {
    async write(message, copy, bytes) {
      const day = new Date(message.sortMs).toISOString().slice(0, 10)
      const name = [
        day,
        safePart(message.subject).slice(0, 60),
        message.id.slice(0, 12),
        ...(copy === 0 ? [] : [copy]),
      ].join(' ')
      await writeFile(join(path, `${name}.eml`), bytes, { flush: true })
      files += 1
    },
    close: async () => files,
  }
}

async function maildirWriter(path: string): Promise<Writer> {
  for (const folder of ['cur', 'new', 'tmp']) await mkdir(join(path, folder), { recursive: true })
  let files = 0
  return {
    async write(message, copy, bytes) {
      const name = `${Math.floor(message.receivedMs / 1000)}.${message.id}${copy === 0 ? '' : `_${copy}`}.caliopen`
      await writeFile(join(path, 'tmp', name), bytes, { flush: true })
      await rename(join(path, 'tmp', name), join(path, 'cur', `${name}:2,${maildirLetters(message)}`))
      files += 1
    },
    close: async () => files,
  }
}

function maildirLetters({ flags }: MessageSummary): string {
  const letters = [
    flags.draft && 'D',
    flags.flagged && 'F',
    flags.forwarded && 'P',
    flags.answered && 'R',
    flags.seen && 'S',
  ]
  return letters.filter(Boolean).join('')
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** `Thu Jan  1 00:00:00 1970`, in UTC (RFC 4155). */
function asctime(ms: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`
}

/** One part of a path that every file system takes and that cannot lead out of the folder. */
function safePart(name: string): string {
  const cleaned = name
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_')
    .trim()
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '')
  return cleaned.slice(0, 100) || '_'
}
