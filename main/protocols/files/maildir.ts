import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readMessageFile } from './eml.ts'
import type { FileMessage, MailSource } from './source.ts'

/** Flag letters of a Maildir file name (https://cr.yp.to/proto/maildir.html), and what IMAP calls them. */
const letters: Readonly<Record<string, string>> = {
  S: '\\Seen',
  R: '\\Answered',
  F: '\\Flagged',
  D: '\\Draft',
  P: '$Forwarded',
}

export function maildirFlags(name: string): string[] {
  const info = /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? ''
  return [...info].flatMap((letter) => letters[letter] ?? [])
}

/** The delivery time that stands at the beginning of the name, in seconds. */
function deliveredMs(name: string): number | null {
  const seconds = /^(\d{9,10})\./.exec(name)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}

export async function isMaildir(path: string): Promise<boolean> {
  const names: string[] = await readdir(path).catch(() => [])
  return names.includes('cur') || names.includes('new')
}

/** A Maildir and its subfolders, both Maildir++ (`.Lists.debian`) and nested ones. */
export async function* maildirSources(path: string, mailboxPath: string): AsyncGenerator<MailSource> {
  const names = await fileNames(path)
  if (names.length > 0) {
    yield {
      path,
      mailboxPath,
      size: names.length,
      version: `${names.length}`,
      resumable: false,
      messages: () => readMaildir(path, names),
    }
  }
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!entry.isDirectory() || ['cur', 'new', 'tmp', '.', '..'].includes(entry.name)) continue
    const below = join(path, entry.name)
    if (!(await isMaildir(below))) continue
    const name = entry.name.startsWith('.') ? entry.name.slice(1).replaceAll('.', '/') : entry.name
    yield* maildirSources(below, `${mailboxPath}/${decodeName(name)}`)
  }
}

/** Maildir++ writes mailbox names as IMAP does (modified UTF-7, RFC 3501 5.1.3). */
function decodeName(name: string): string {
  return name.replaceAll(/&([^-]*)-/g, (_, code: string) =>
    code === '' ? '&' : Buffer.from(code.replaceAll(',', '/'), 'base64').swap16().toString('utf16le'),
  )
}

async function fileNames(path: string): Promise<string[]> {
  const found: string[] = []
  for (const folder of ['cur', 'new']) {
    const entries = await readdir(join(path, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) if (entry.isFile() && !entry.name.startsWith('.')) found.push(join(folder, entry.name))
  }
  return found.sort()
}

async function* readMaildir(path: string, names: readonly string[]): AsyncGenerator<FileMessage> {
  for (const name of names) {
    const file = join(path, name)
    const flags = maildirFlags(basename(name))
    const received = deliveredMs(basename(name)) ?? (await stat(file)).mtimeMs
    yield* readMessageFile(file, flags, Math.round(received))
  }
}
