import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, toProblem } from '../../../core/defs/index.ts'
import { readMessageFile } from './eml.ts'
import { looksLikeMail } from './kind.ts'
import { isMaildir, maildirSources } from './maildir.ts'
import { readMboxFile } from './mbox.ts'
import type { FileMessage, MailSource } from './source.ts'
import { readZip } from './zip.ts'

/** How much of a file is looked at to tell what it is. */
const headBytes = 4096
/**
 * Everything that holds messages at or beneath a path. A file that the user named is always tried; what lies in a
 * folder is passed over in silence when it is not mail.
 */
export async function* findSources(path: string): AsyncGenerator<MailSource> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw fail('not-found', `There is nothing at ${path}. Nothing was imported.`, { source: path })
  const name = mailboxName(path)
  if (!found.isDirectory()) yield await fileSource(path, name)
  else if (await isMaildir(path)) yield* maildirSources(path, name)
  else yield* folderSources(path, name)
}

async function* folderSources(path: string, mailboxPath: string): AsyncGenerator<MailSource> {
  const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const messages: string[] = []
  for (const entry of entries) {
    const below = join(path, entry.name)
    if (entry.isDirectory()) {
      const name = `${mailboxPath}/${mailboxName(below)}`
      if (await isMaildir(below)) yield* maildirSources(below, name)
      else yield* folderSources(below, name)
    } else if (entry.isFile()) {
      const kind = looksLikeMail(entry.name, await readHead(below))
      if (kind === 'message') messages.push(below)
      else if (kind !== null) yield await fileSource(below, `${mailboxPath}/${mailboxName(below)}`)
    }
  }
  if (messages.length > 0) yield messagesSource(path, mailboxPath, messages)
}

/** All single-message files of one folder. */
function messagesSource(path: string, mailboxPath: string, files: readonly string[]): MailSource {
  return {
    path,
    mailboxPath,
    size: files.length,
    version: `${files.length}`,
    resumable: false,
    messages: async function* () {
      for (const file of files) yield* guarded(file, () => readMessageFile(file))
    },
  }
}

async function fileSource(path: string, mailboxPath: string): Promise<MailSource> {
  const { size, mtimeMs } = await stat(path)
  const kind = looksLikeMail(path, await readHead(path))
  return {
    path,
    mailboxPath,
    size,
    version: `${size}-${Math.round(mtimeMs)}`,
    resumable: kind === 'mbox',
    messages(fromOffset) {
      if (kind === 'zip') return readZip(path)
      if (kind === 'mbox') return guarded(path, () => readMboxFile(path, fromOffset))
      if (kind === null) return notMail(path)
      return guarded(path, () => readMessageFile(path))
    },
  }
}

async function* notMail(path: string): AsyncGenerator<FileMessage> {
  yield {
    kind: 'failure',
    problem: {
      code: 'invalid',
      message: 'This file holds no messages that can be read: it is no mbox, message or zip file. It is unchanged.',
      source: path,
      offset: 0,
    },
  }
}

/** A file that cannot be read is one failure; the others go on. */
async function* guarded(path: string, read: () => AsyncIterable<FileMessage>): AsyncGenerator<FileMessage> {
  let offset = 0
  try {
    for await (const message of read()) {
      if (message.kind === 'message') offset = message.endOffset
      yield message
    }
  } catch (thrown) {
    const problem = toProblem(thrown)
    const message = `${basename(path)} cannot be read further. What was read before is kept; the file is unchanged.`
    yield { kind: 'failure', problem: { ...problem, code: 'invalid', message, source: path, offset } }
  }
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** `Inbox.mbox` and `Inbox.sbd` (Thunderbird's subfolders) are both `Inbox`. */
function mailboxName(path: string): string {
  const name = basename(path).replace(/\.(mbox|mbx|mbo|eml|raw|zip|sbd)$/i, '')
  return name.replaceAll('/', '_') || 'Imported'
}
