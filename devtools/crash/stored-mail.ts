import type { Mailbox, MessageSummary } from '../../core/defs/index.ts'
import type { Stores } from '../../storage/contracts/index.ts'
import { openStores } from '../../storage/directory/index.ts'
import { hashOf } from './own-mail.ts'

/** What a data directory holds, read from storage itself, to be compared with where it came from. */
export interface StoredMail {
  /** one line a message: hashes of its bytes (as read back, not as named), paths of its mailboxes, its flags; sorted */
  readonly messages: readonly string[]
  /** UID and flags of every copy that is known to lie on a server, by path */
  readonly mirror: Readonly<Record<string, Readonly<Record<number, string>>>>
  /** actions that the server has still to be told */
  readonly waiting: number
  /** raw messages, whether something refers to them or not */
  readonly blobs: number
  /** what doctor finds wrong */
  readonly faults: readonly string[]
}

/** A line of `StoredMail.messages`. */
export const messageLine = (
  hashes: readonly string[],
  paths: readonly string[],
  flags: readonly string[] = [],
): string =>
  [...hashes]
    .sort()
    .join('+')
    .concat(` in ${[...paths].sort().join('+')}: ${[...flags].sort().join(' ')}`)

/** What is too little and too much, some of it: two equal lists of hundreds of lines have neither. */
export function difference(
  found: readonly string[],
  expected: readonly string[],
): { missing: string[]; surplus: string[] } {
  const left = [...expected]
  const surplus = found.filter((line) => {
    const at = left.indexOf(line)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  return { missing: left.slice(0, 5), surplus: surplus.slice(0, 5) }
}
export const none = { missing: [], surplus: [] }

/** Only while no program has the directory open. */
export async function storedMail(directory: string): Promise<StoredMail> {
  const { stores, rebuilt } = await openStores({ directory })
  try {
    if (rebuilt !== null) throw new Error('The database had to be replaced.')
    const mailboxes = await all((cursor) => stores.records.list('mailbox', { cursor, limit: 500 }))
    const messages = await everyMessage(stores)
    return {
      messages: (await Promise.all(messages.map((message) => inWords(stores, message, mailboxes)))).sort(),
      mirror: Object.fromEntries(
        await Promise.all(mailboxes.map(async (box) => [box.path, await mirrorOf(stores, box)])),
      ),
      waiting: (await all((cursor) => stores.records.list('journal', { cursor, limit: 500 }))).length,
      blobs: (await stores.blobs.size()).count,
      faults: (await stores.doctor(false)).flatMap(({ ok, check, message }) => (ok ? [] : [`${check}: ${message}`])),
    }
  } finally {
    await stores.close()
  }
}

/** Those in junk and the bin included. */
async function everyMessage(stores: Stores): Promise<MessageSummary[]> {
  const found: MessageSummary[] = []
  for (let after: string | null = null; ; ) {
    const ids: string[] = await stores.messages.walk(after, 500)
    found.push(...(await stores.messages.get(ids)))
    after = ids.at(-1) ?? null
    if (after === null) return found
  }
}

async function inWords(stores: Stores, message: MessageSummary, mailboxes: readonly Mailbox[]): Promise<string> {
  const bytes = await Promise.all(message.copies.map(({ blob }) => stores.blobs.get(blob)))
  return messageLine(
    bytes.map((raw) => (raw === null ? 'missing' : hashOf(raw))),
    message.mailboxIds.map((id) => mailboxes.find((mailbox) => mailbox.id === id)?.path ?? id),
    Object.entries(message.flags).flatMap(([name, set]) => (set ? [name] : [])),
  )
}

async function mirrorOf(stores: Stores, mailbox: Mailbox): Promise<Record<number, string>> {
  const copies = await stores.remote.page(mailbox.id, 0, 10_000)
  return Object.fromEntries(copies.map(({ uid, flags }) => [uid, [...flags].sort().join(' ')]))
}

async function all<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const { items: some, nextCursor } = await page(cursor)
    items.push(...some)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}
