import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeContact, fakeEmail } from '../../devtools/fakes/index.ts'
import { exports as addressBooks, outlook } from '../brokers/vcard/fixtures/exports.ts'
import { type Contact, contact, fail } from '../defs/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { type ContactManager, createContactManager } from './index.ts'
import { limits } from './limits.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let undo: Undo
let contacts: ContactManager

const begin = (overrides = {}) => {
  context = createFakeContext(overrides)
  undo = createUndo()
  contacts = createContactManager(context, { undo }, { locale: 'de-DE' })
}
beforeEach(() => begin())

const ask = () => contacts.handlers
const preview = (file: string | Uint8Array) =>
  ask().previewImport({ bytes: typeof file === 'string' ? Buffer.from(file) : file, more: false }, call)
const run = (importId: string, choices: Record<string, string> = {}) => ask().runImport({ importId, choices }, call)
const importAll = async (file: string | Uint8Array) => run((await preview(file)).importId)
const get = async (id: string): Promise<Contact> => contact.parse(await ask().get({ id }, call))
const names = async () => (await ask().list({ limit: 500 }, call)).items.map(({ displayName }) => displayName)
const idOf = async (text: string) => (await ask().list({ text, limit: 5 }, call)).items[0]?.id ?? ''
async function exported(request: { ids?: string[]; group?: string; version?: '3.0' | '4.0' } = {}) {
  let text = ''
  let cursor: string | undefined
  do {
    const piece = await ask().export({ version: '4.0', ...request, ...(cursor === undefined ? {} : { cursor }) }, call)
    text += Buffer.from(piece.bytes).toString()
    cursor = piece.nextCursor ?? undefined
  } while (cursor !== undefined)
  return text
}
/** What everybody is, without what this book says of its own. */
async function everybody(): Promise<unknown> {
  const { items } = await ask().list({ limit: 500 }, call)
  const own = ['id', 'written', 'revision', 'createdAtMs', 'updatedAtMs', 'addedAtMs']
  const all = await Promise.all(items.map(({ id }) => get(id)))
  return JSON.parse(JSON.stringify(all, (key, value) => (own.includes(key) ? undefined : value)))
}
const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')
const put = (...given: Contact[]) =>
  context.stores.commit({ recordPuts: given.map((value) => ({ noun: 'contact', value })) })

describe('a file of vCards', () => {
  test('says what is new, what merges and what is wrong before anything changes', async () => {
    await put(
      fakeContact({ id: 'ana', name: { full: 'Ana' }, emails: [fakeEmail('ana@x.example')], confirmed: false }),
      fakeContact({ id: 'bo', uid: 'uid-bo', name: { full: 'Bo Ek' }, emails: [fakeEmail('bo@x.example')] }),
    )
    const file =
      card('FN:Ana Márquez', 'EMAIL:ANA@x.example', 'TEL:0301234567') +
      card('FN:Bo Ek', 'UID:urn:uuid:UID-BO', 'EMAIL:bo@x.example') +
      card('FN:Neu', 'EMAIL:neu@x.example') +
      'this is nothing\r\n' +
      card('FN:Neu', 'EMAIL:neu@x.example') +
      card('FN:Luc', 'EMAIL:bo@x.example')
    const { importId, ...said } = await preview(file)
    expect(said).toEqual({
      complete: true,
      cards: 5,
      known: 2,
      fresh: {
        count: 2,
        items: [
          { card: 2, displayName: 'Neu', address: 'neu@x.example' },
          { card: 4, displayName: 'Luc', address: 'bo@x.example' },
        ],
      },
      merges: {
        count: 1,
        items: [
          {
            card: 0,
            displayName: 'Ana Márquez',
            contactId: 'ana',
            contactName: 'Ana',
            evidence: [{ kind: 'same-address', value: 'ana@x.example' }],
            adds: ['name', 'confirmed', 'phones'],
          },
        ],
      },
      problems: {
        count: 1,
        items: [{ card: null, line: 18, message: expect.stringContaining('outside of any card') }],
      },
    })
    expect(await names()).toEqual(['Ana', 'Bo Ek'])

    const done = await run(importId)
    expect(done).toMatchObject({ created: 2, merged: 1, skipped: 2, failed: [] })
    expect(await names()).toEqual(['Ana Márquez', 'Bo Ek', 'Luc', 'Neu'])
    expect(await get('ana')).toMatchObject({
      confirmed: true,
      phones: [{ number: '0301234567', e164: '+49301234567' }],
    })
    expect(contacts.book.contactsOf('bo@x.example')).toHaveLength(2)

    await undo.undo(done.actionId)
    expect(await names()).toEqual(['Ana', 'Bo Ek'])
    expect(await get('ana')).toMatchObject({ confirmed: false, phones: [] })
  })

  test('can be imported otherwise than previewed, card by card', async () => {
    await put(fakeContact({ id: 'ana', name: { full: 'Ana' }, emails: [fakeEmail('ana@x.example')] }))
    const file = card('FN:Ana', 'EMAIL:ana@x.example', 'NOTE:x') + card('FN:Bo') + card('FN:Cy', 'NOTE:y')
    const { importId } = await preview(file)
    const done = await run(importId, { 0: 'new', 1: 'skip', 2: 'ana' })
    expect(done).toMatchObject({ created: 1, merged: 1, skipped: 1 })
    expect(await names()).toEqual(['Ana', 'Ana'])
    expect((await get('ana')).notes.map(({ text }) => text)).toEqual(['y'])
  })

  test('that is imported again changes nothing', async () => {
    for (const file of [...Object.values(addressBooks), Buffer.from(outlook, 'latin1')]) {
      const first = await importAll(file)
      expect(first.failed).toEqual([])
      expect(first.merged).toBe(0)
      const again = await preview(file)
      expect(again.fresh.items).toEqual([])
      expect(again.merges.items).toEqual([])
      expect(await run(again.importId)).toMatchObject({ created: 0, merged: 0 })
    }
  })

  test.each(['3.0', '4.0'] as const)(
    'goes out as %s with everything that it brought, pictures and keys too',
    async (version) => {
      await importAll(addressBooks.apple)
      await importAll(addressBooks.thunderbird)
      const [mine, file] = [await everybody(), await exported({ version })]
      begin()
      await importAll(file)
      expect(await everybody()).toEqual(mine)
      expect((await ask().photo({ id: await idOf('Ana') }, call)).type).toBe('image/jpeg')
    },
  )

  test('comes in pieces', async () => {
    const file = Buffer.from(addressBooks.google)
    const first = await ask().previewImport({ bytes: file.subarray(0, 700), more: true }, call)
    expect(first).toMatchObject({ complete: false, cards: 0 })
    await expect(run(first.importId)).rejects.toMatchObject({ code: 'invalid' })
    const last = await ask().previewImport({ bytes: file.subarray(700), importId: first.importId, more: false }, call)
    expect(last).toMatchObject({ complete: true, cards: 2, problems: { count: 0 } })
    expect(await run(last.importId)).toMatchObject({ created: 2 })
  })

  test('with thousands of cards is listed in pages, and a thing without a card is said', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => card(`FN:Person ${i}`, `EMAIL:p${i}@x.example`)).join('')
    const { importId, fresh } = await preview(many)
    expect([fresh.count, fresh.items.length]).toEqual([1500, limits.previewItems])
    const page = await ask().importPage({ importId, list: 'fresh', limit: 500, cursor: '1000' }, call)
    expect(page.items).toHaveLength(500)
    expect(page.items.at(-1)).toMatchObject({ list: 'fresh', displayName: 'Person 1499' })
    expect(page.nextCursor).toBeNull()
    const done = await run(importId)
    expect(done.created).toBe(1500)
    expect(await ask().list({ limit: 1 }, call)).toMatchObject({ total: 1500 })
    await undo.undo(done.actionId)
    expect(await ask().list({ limit: 1 }, call)).toMatchObject({ total: 0 })

    expect(await preview('hello')).toMatchObject({ cards: 0, problems: { count: 1 } })
    await expect(run('gone')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('with a cyclic group and a group of nobody comes in, and its people are found', async () => {
    const group = (uid: string, ...members: string[]) =>
      card(`FN:${uid}`, `UID:${uid}`, 'KIND:group', ...members.map((member) => `MEMBER:urn:uuid:${member}`))
    const file = group('a', 'b', 'ann') + group('b', 'a') + card('FN:Ann', 'UID:ann', 'EMAIL:ann@x.example')
    expect(await importAll(file)).toMatchObject({ created: 3, failed: [] })
    expect((await ask().suggest({ text: 'b', limit: 5 }, call)).items).toMatchObject([
      { name: 'b', group: true, addresses: ['ann@x.example'] },
    ])
  })

  test('that the disk has no room for stops, says where, and what came in can be undone', async () => {
    let room = 1
    const { stores } = createFakeContext()
    begin({
      stores: {
        ...stores,
        commit: async (changes: Parameters<typeof stores.commit>[0]) => {
          if ((changes.recordInserts ?? []).some(({ noun }) => noun === 'contact') && room-- <= 0) {
            throw fail('disk-full', 'The disk is full.')
          }
          return stores.commit(changes)
        },
      },
    })
    const many = Array.from({ length: 450 }, (_, i) => card(`FN:Person ${i}`)).join('')
    const done = await importAll(many)
    expect(done.created).toBe(100)
    expect(done.failed).toMatchObject([{ card: 100, message: expect.stringContaining('The disk is full.') }])
    await undo.undo(done.actionId)
    expect(await names()).toEqual([])
  })
})

describe('an export', () => {
  test('holds those who were chosen, a group, or everybody', async () => {
    await put(
      fakeContact({ id: 'ana', name: { full: 'Ana' }, groups: ['Press'] }),
      fakeContact({ id: 'bo', name: { full: 'Bo' } }),
    )
    const count = (text: string) => text.match(/BEGIN:VCARD/g)?.length ?? 0
    expect(count(await exported())).toBe(2)
    expect(await exported({ ids: ['bo', 'gone'] })).toContain('FN:Bo')
    expect(count(await exported({ ids: ['bo', 'gone'] }))).toBe(1)
    expect(await exported({ group: 'Press', version: '3.0' })).toContain('VERSION:3.0\r\n')
    expect(await exported({ group: 'Nobody' })).toBe('')
  })

  test('of many contacts comes in pieces of whole cards', async () => {
    await put(...Array.from({ length: 1100 }, (_, i) => fakeContact({ id: `c${i}`, name: { full: `Person ${i}` } })))
    const first = await ask().export({ version: '4.0' }, call)
    expect(first.contacts).toBe(limits.exportCards)
    expect(Buffer.from(first.bytes).toString().endsWith('END:VCARD\r\n')).toBe(true)
    expect((await exported()).match(/BEGIN:VCARD/g)).toHaveLength(1100)
  })
})
