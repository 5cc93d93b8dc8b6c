import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Client, type Contact, fail, type ImportPreview, operations } from '../../../core/defs/index.ts'
import { command, field, flag, type Io } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { findTag } from './tags.ts'

const { contacts } = operations
const { text, group, limit, cursor } = contacts.list.input.shape

/** Pieces that files are handed over in. */
const pieceBytes = 8 * 1024 * 1024
/** Lines that are read at once when all are printed. */
const pageItems = 500

const listing = {
  summary: contacts.list.summary,
  positionals: {
    text: field(z.array(z.string()).default([]), 'TEXT', {
      many: true,
      description: 'Who is called so, or has this address',
    }),
  },
  options: {
    group: field(group, 'GROUP', { description: 'Those of a group' }),
    tag: field(z.string().optional(), 'TAG', { description: 'Those with a tag: name or id' }),
    unconfirmed: flag('Those that were collected from mail'),
    limit: field(limit, 'N', { description: 'How many at most (50)' }),
    cursor: field(cursor, 'C', { description: 'Where the page before ended' }),
  },
  async run(given: ListOptions, io: Io) {
    const { client } = await io.open()
    const words = given.text.join(' ')
    const tagId = given.tag === undefined ? undefined : (await findTag(client, given.tag)).id
    const page = await client.contacts.list(
      {
        limit: given.limit,
        ...(words === '' ? {} : { text: text.parse(words) }),
        ...(given.group === undefined ? {} : { group: given.group }),
        ...(tagId === undefined ? {} : { tagId }),
        ...(given.unconfirmed ? { confirmed: false } : {}),
        ...(given.cursor === undefined ? {} : { cursor: given.cursor }),
      },
      { signal: io.signal },
    )
    for (const one of page.items) {
      const marks = [one.own ? 'you' : '', one.confirmed ? '' : 'not confirmed', ...one.groups].filter(Boolean)
      const means = [one.address, one.phone].filter((mean) => mean !== null).join('  ')
      io.line(one, `${one.id}  ${one.displayName}  ${means}${marks.length > 0 ? `  (${marks.join(', ')})` : ''}`)
    }
    if (page.nextCursor !== null) io.note(`More with --cursor ${page.nextCursor}`)
  },
}

interface ListOptions {
  readonly text: readonly string[]
  readonly group?: string | undefined
  readonly tag?: string | undefined
  readonly unconfirmed: boolean
  readonly limit: number
  readonly cursor?: string | undefined
}

const all = command({ words: ['contacts'], ...listing })
const list = command({ words: ['contacts', 'list'], ...listing })

const wanted = (description: string) => field(z.string(), 'CONTACT', { description })

const show = command({
  words: ['contacts', 'show'],
  summary: contacts.get.summary,
  positionals: { who: wanted('Id, address or name') },
  async run({ who }, io) {
    const { client } = await io.open()
    const contact = await findContact(client, who)
    io.document(contact, inWords(contact))
  },
})

const importFile = command({
  words: ['contacts', 'import'],
  summary: 'Import a file of vCards; says first what is new, what merges and what is wrong',
  positionals: { file: field(z.string(), 'FILE', { description: 'A .vcf file, or - for standard input' }) },
  options: { dryRun: flag('Say it, and change nothing') },
  async run({ file, dryRun }, io) {
    const bytes = file === '-' ? await io.input() : null
    const { client } = await io.open()
    const preview = await previewOf(client, bytes === null ? readPieces(file) : piecesOf(bytes), io.signal)
    await sayPreview(client, preview, io)
    if (dryRun) return
    const { actionId: _, ...done } = await client.contacts.runImport(
      { importId: preview.importId },
      { signal: io.signal },
    )
    if (done.failed.length > 0) io.failed()
    const failures = done.failed.map(({ line, message }) => `${file}:${line}: ${message}`)
    const told = `${done.created} new, ${done.merged} merged, ${done.skipped} here already or left out.`
    io.document(done, [told, ...failures].join('\n'))
  },
})

async function previewOf(client: Client, pieces: AsyncIterable<Piece>, signal: AbortSignal): Promise<ImportPreview> {
  let importId: string | undefined
  let preview: ImportPreview | null = null
  for await (const { bytes, more } of pieces) {
    const asked = { bytes, more, ...(importId === undefined ? {} : { importId }) }
    preview = await client.contacts.previewImport(asked, { signal, priority: 'batch' })
    importId = preview.importId
  }
  if (preview === null) throw fail('invalid', 'There is nothing in this file. Nothing was changed.')
  return preview
}

/** Everything that the file would do, a line each, and the sum. */
async function sayPreview(client: Client, preview: ImportPreview, io: Io): Promise<void> {
  const { importId, cards, known, fresh, merges, problems } = preview
  for (const listed of ['fresh', 'merges', 'problems'] as const) {
    let next: string | undefined
    do {
      const page = await client.contacts.importPage(
        { importId, list: listed, limit: pageItems, ...(next === undefined ? {} : { cursor: next }) },
        { signal: io.signal },
      )
      for (const item of page.items) {
        if (item.list === 'fresh') io.line(item, `new: ${[item.displayName, item.address].filter(Boolean).join('  ')}`)
        else if (item.list === 'problems') io.line(item, `line ${item.line}: ${item.message}`)
        else {
          const why = item.evidence.map(({ kind, value }) => `${kind} ${value}`).join(', ')
          io.line(item, `merges: ${item.displayName} -> ${item.contactName} (${why}); adds ${item.adds.join(', ')}`)
        }
      }
      next = page.nextCursor ?? undefined
    } while (next !== undefined)
  }
  const sum = { cards, known, fresh: fresh.count, merges: merges.count, problems: problems.count }
  io.line(
    sum,
    `${cards} cards: ${sum.fresh} new, ${sum.merges} merge, ${known} here already. ${sum.problems} things to know.`,
  )
}

interface Piece {
  readonly bytes: Uint8Array
  readonly more: boolean
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Piece> {
  for (let at = 0; at === 0 || at < bytes.length; at += pieceBytes) {
    yield { bytes: bytes.subarray(at, at + pieceBytes), more: at + pieceBytes < bytes.length }
  }
}

async function* readPieces(file: string): AsyncGenerator<Piece> {
  const handle = await fs.open(file).catch((error: unknown) => {
    throw fail('not-found', `The file ${file} cannot be read. Nothing was changed.`, {
      source: file,
      details: String(error),
    })
  })
  try {
    let held: Uint8Array | null = null
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes)
      if (bytesRead === 0) break
      if (held !== null) yield { bytes: held, more: true }
      held = buffer.subarray(0, bytesRead)
    }
    yield { bytes: held ?? new Uint8Array(), more: false }
  } finally {
    await handle.close()
  }
}

const exportFile = command({
  words: ['contacts', 'export'],
  summary: 'Write contacts as vCards, all or some',
  positionals: { file: field(z.string().optional(), 'FILE', { description: 'Where to; without it, standard output' }) },
  options: {
    version: field(contacts.export.input.shape.version, 'VERSION', { description: '3.0 or 4.0 (4.0)' }),
    group: field(group, 'GROUP', { description: 'Those of a group' }),
    only: field(z.array(z.string()).default([]), 'CONTACT', {
      many: true,
      description: 'These alone: id, address or name',
    }),
  },
  async run(given, io) {
    const { client } = await io.open()
    const ids: string[] = []
    for (const who of given.only) ids.push((await findContact(client, who)).id)
    const asked = {
      version: given.version,
      ...(given.group === undefined ? {} : { group: given.group }),
      ...(ids.length === 0 ? {} : { ids }),
    }
    if (given.file === undefined || given.file === '-') {
      for await (const { bytes } of piecesOfBook(client, asked, io.signal)) await io.bytes(bytes)
      return
    }
    const file = path.resolve(given.file)
    const written = await writeWhole(file, piecesOfBook(client, asked, io.signal))
    io.document({ file, contacts: written }, `${written} contacts written to ${file}.`)
  },
})

type ExportInput = Parameters<Client['contacts']['export']>[0]

async function* piecesOfBook(client: Client, asked: ExportInput, signal: AbortSignal) {
  let next: string | undefined
  do {
    const piece = await client.contacts.export(
      { ...asked, ...(next === undefined ? {} : { cursor: next }) },
      { signal },
    )
    yield piece
    next = piece.nextCursor ?? undefined
  } while (next !== undefined)
}

/** The file is there when it is whole, and not before. */
async function writeWhole(
  file: string,
  pieces: AsyncIterable<{ readonly bytes: Uint8Array; readonly contacts: number }>,
): Promise<number> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.part`
  let count = 0
  try {
    const handle = await fs.open(beside, 'wx')
    try {
      for await (const { bytes, contacts: written } of pieces) {
        await handle.write(bytes)
        count += written
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.rename(beside, file)
    return count
  } catch (error) {
    await fs.rm(beside, { force: true })
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E')) {
      const code = error.code === 'ENOSPC' ? 'disk-full' : 'invalid'
      throw fail(code, `${file} cannot be written. Nothing was changed.`, { source: file, details: error.message })
    }
    throw error
  }
}

const merge = command({
  words: ['contacts', 'merge'],
  summary: 'Make one contact of several; “contacts unmerge” takes it apart again',
  positionals: {
    into: wanted('The one that stays: id, address or name'),
    others: field(z.array(z.string()).min(1), 'CONTACT', { many: true, description: 'Those that go into it' }),
  },
  async run({ into, others }, io) {
    const { client } = await io.open()
    const stays = await findContact(client, into)
    const ids = [stays.id]
    for (const who of others) ids.push((await findContact(client, who)).id)
    const { contactId } = await client.contacts.merge({ ids, into: stays.id }, { signal: io.signal })
    const contact = await client.contacts.get({ id: contactId })
    io.document(contact, `${inWords(contact)}\nOf ${ids.length} contacts.`)
  },
})

const unmerge = command({
  words: ['contacts', 'unmerge'],
  summary: contacts.unmerge.summary,
  positionals: { who: wanted('Id, address or name') },
  async run({ who }, io) {
    const { client } = await io.open()
    const { contactIds } = await client.contacts.unmerge(
      { id: (await findContact(client, who)).id },
      { signal: io.signal },
    )
    io.document({ contactIds }, contactIds.join('\n'))
  },
})

/** By id, by address, or by a name that only one is called: exactly so, or among others. */
async function findContact(client: Client, who: string): Promise<Contact> {
  const shared = who.includes('@') ? (await client.contacts.forAddresses({ addresses: [who] })).items[0]?.contacts : []
  const named = shared?.length ? shared : (await client.contacts.list({ text: who, limit: pageItems })).items
  const exact = named.filter(({ displayName }) => displayName.toLowerCase() === who.toLowerCase())
  const found = exact.length > 0 ? exact : named
  const [first, second] = found
  if (first !== undefined && second === undefined) return client.contacts.get({ id: first.id })
  try {
    return await client.contacts.get({ id: who })
  } catch (error) {
    if (first === undefined) throw error
    const names = found
      .slice(0, 5)
      .map(({ id, displayName }) => `${displayName} (${id})`)
      .join(', ')
    throw new UsageError(`“${who}” may be several: ${names}. Name one by its id`)
  }
}

function inWords(contact: Contact): string {
  const entries = [
    ...contact.emails.map(({ address, label, types }) => ['email', address, label || types.join(' ')]),
    ...contact.phones.map(({ number, label, types }) => ['phone', number, label || types.join(' ')]),
    ...contact.ims.map(({ protocol, address }) => [protocol, address]),
    ...contact.socials.map(({ service, address }) => [service || 'profile', address]),
    ...contact.organisations.map(({ name, department, title }) => [
      'organisation',
      [name, department, title].filter(Boolean).join(', '),
    ]),
    ...contact.dates.map(({ kind, date, label }) => [kind, date, label]),
    ...contact.keys.map(({ kind, fingerprint, verified }) => [
      'key',
      fingerprint ?? kind,
      verified === 'compared' ? 'compared' : '',
    ]),
    ...contact.groups.map((name) => ['group', name]),
  ]
  const lines = entries.map(([kind, value, more]) => `${kind}: ${value}${more ? ` (${more})` : ''}`)
  return [`${contact.id}  ${contact.name.full}`, ...lines].join('\n')
}

export const contactCommands = [all, list, show, importFile, exportFile, merge, unmerge]
