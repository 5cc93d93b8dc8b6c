import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount } from '../../devtools/fakes/index.ts'
import { type Contact, type ContactPatch, contact } from '../defs/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { type ContactManager, createContactManager } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let undo: Undo
let contacts: ContactManager

beforeEach(async () => {
  context = createFakeContext()
  undo = createUndo()
  contacts = createContactManager(context, { undo }, { locale: 'fr-FR' })
  await context.stores.commit({
    recordPuts: [{ noun: 'account', value: fakeAccount({ address: 'Me@Home.example', name: 'Zoé Me' }) }],
  })
})

const ask = () => contacts.handlers
const entry = { label: '', types: [], preferred: false, written: null }
const email = (address: string) => ({ address, ...entry })
const phone = (number: string) => ({ number, e164: null, ...entry })
const create = async (set: ContactPatch): Promise<Contact> => contact.parse((await ask().create({ set }, call)).contact)
const get = async (id: string): Promise<Contact> => contact.parse(await ask().get({ id }, call))
const list = async (filter: Parameters<ReturnType<typeof ask>['list']>[0] = { limit: 50 }) =>
  (await ask().list({ ...filter }, call)).items
const names = async () => (await list()).map(({ displayName }) => displayName)
const person = (full: string, ...addresses: string[]) => create({ name: { full }, emails: addresses.map(email) })

describe('the address book', () => {
  test('has the user’s own card with the addresses of all accounts, and it cannot be deleted', async () => {
    expect(await list()).toMatchObject([{ id: 'own', own: true, displayName: 'Zoé Me', address: 'Me@Home.example' }])
    await context.stores.commit({
      recordPuts: [{ noun: 'account', value: fakeAccount({ id: 'a2', address: 'me@work.example', createdAtMs: 5 }) }],
    })
    context.events.emit({ type: 'accounts.changed' })
    await expect
      .poll(async () => (await ask().get({ id: 'own' }, call)).emails.map(({ address }) => address))
      .toEqual(['Me@Home.example', 'me@work.example'])
    expect([...contacts.book.own()].sort()).toEqual(['me@home.example', 'me@work.example'])
    await expect(ask().remove({ ids: ['own'] }, call)).rejects.toMatchObject({ code: 'invalid' })
    // an address that the user wrote down stays, one of an account goes with it
    const card = await get('own')
    const emails = [email('old@home.example'), ...card.emails.slice(0, 1)]
    await ask().patch({ id: 'own', currentState: { emails: card.emails }, set: { emails } }, call)
    expect(contacts.book.own().has('me@work.example')).toBe(true)
    await context.stores.commit({ recordRemoves: [{ noun: 'account', id: 'a2' }] })
    context.events.emit({ type: 'accounts.changed' })
    await expect.poll(() => [...contacts.book.own()].sort()).toEqual(['me@home.example', 'old@home.example'])
  })

  test('is sorted by the user’s language with a letter over each part, in pages', async () => {
    for (const name of ['Élodie', 'Ébène', 'Zoe', 'adam', 'Иван', '陈丽华 Chen Lihua', '123 Taxi']) await person(name)
    const first = await ask().list({ limit: 3 }, call)
    const second = await ask().list({ limit: 50, cursor: first.nextCursor ?? '' }, call)
    expect(
      [...first.items, ...second.items].map(({ sortLetter, displayName }) => `${sortLetter} ${displayName}`),
    ).toEqual(['A adam', 'C 陈丽华 Chen Lihua', 'E Ébène', 'E Élodie', 'Z Zoe', 'Z Zoé Me', 'И Иван', '# 123 Taxi'])
    expect(first.total).toBe(8)
    expect(second.nextCursor).toBeNull()
  })

  test('is narrowed by text, group, tag and who is confirmed', async () => {
    await create({ name: { full: 'Ana Márquez' }, emails: [email('ana@museo.example')], groups: ['Archive'] })
    await create({ name: { full: 'Bo' }, phones: [phone('06 12 34 56 78')], tagIds: ['t1'], confirmed: false })
    const found = async (filter: object) => (await list({ limit: 50, ...filter })).map(({ displayName }) => displayName)
    expect(await found({ text: 'mar' })).toEqual(['Ana Márquez'])
    expect(await found({ text: 'museo ana' })).toEqual(['Ana Márquez'])
    expect(await found({ text: '0612' })).toEqual(['Bo'])
    expect(await found({ text: '+33 6 12' })).toEqual(['Bo'])
    expect(await found({ group: 'Archive' })).toEqual(['Ana Márquez'])
    expect(await found({ tagId: 't1' })).toEqual(['Bo'])
    expect(await found({ confirmed: false })).toEqual(['Bo'])
    expect(await found({ text: 'nobody' })).toEqual([])
  })

  test('tells whose an address is, also when two share it, and who is told of a change', async () => {
    const told: string[][] = []
    await contacts.book.ready()
    contacts.book.onChange((addresses) => told.push([...addresses]))
    const ana = await person('Ana', 'family@x.example', 'ana@x.example')
    const luc = await person('Luc', 'Family@X.example')
    expect(contacts.book.contactsOf('FAMILY@x.example')).toEqual([ana.id, luc.id].sort())
    await ask().patch(
      { id: ana.id, currentState: { emails: ana.emails }, set: { emails: [email('ana@x.example')] } },
      call,
    )
    expect(contacts.book.contactsOf('family@x.example')).toEqual([luc.id])
    await ask().patch(
      { id: luc.id, currentState: { notes: [] }, set: { notes: [{ text: 'hm', written: null }] } },
      call,
    )
    expect(told).toEqual([['family@x.example', 'ana@x.example'], ['family@x.example'], ['family@x.example']])
    const { items } = await ask().forAddresses({ addresses: ['family@x.example', 'who@x.example'] }, call)
    expect(items.map((item) => item.contacts.map(({ displayName }) => displayName))).toEqual([['Luc'], []])
  })

  test('numbers are kept as they were written, with what can be dialled from anywhere beside', async () => {
    const { phones } = await create({ phones: [phone('06 12 34 56 78'), phone('+34 612-34-56-78'), phone('12')] })
    expect(phones.map(({ number, e164 }) => [number, e164])).toEqual([
      ['06 12 34 56 78', '+33612345678'],
      ['+34 612-34-56-78', '+34612345678'],
      ['12', null],
    ])
  })

  test('says who changed to whoever listens, and keeps every field in the log', async () => {
    const { id } = await person('Ana', 'ana@x.example')
    await ask().patch({ id, currentState: { name: { given: '' } }, set: { name: { given: 'Ana' } } }, call)
    expect(context.emitted.filter(({ type }) => type === 'contacts.changed')).toHaveLength(3)
    const entries = (await context.stores.log.since(null, 1000)).filter((one) => one.id === id)
    expect(entries.at(-1)).toMatchObject({ entity: 'contact', kind: 'set', field: 'name.given', value: 'Ana' })
    expect(entries.find(({ field }) => field === 'emails')).toBeDefined()
  })
})

describe('a patch', () => {
  test('that began with another value is refused with both values of that field, and changes nothing', async () => {
    const { id } = await create({ name: { given: 'Ana', family: 'Lopez' }, language: 'es' })
    await ask().patch({ id, currentState: { language: 'es' }, set: { language: 'fr' } }, call)
    const stale = ask().patch(
      {
        id,
        currentState: { language: 'es', name: { given: 'Ana' } },
        set: { language: 'de', name: { given: 'Anna' } },
      },
      call,
    )
    await expect(stale).rejects.toMatchObject({
      code: 'conflict',
      problem: {
        field: 'language',
        current: { fields: { language: { from: 'es', yours: 'de', current: 'fr' } }, contact: { language: 'fr' } },
      },
    })
    expect((await ask().get({ id }, call)).name.given).toBe('Ana')
  })

  test('of one part of the name does not disturb one of another, and the full name follows', async () => {
    const { id, name } = await create({ name: { given: 'Ana', family: 'Lopez' } })
    expect(name.full).toBe('Ana Lopez')
    await ask().patch({ id, currentState: { name: { given: 'Ana' } }, set: { name: { given: 'Anna' } } }, call)
    await ask().patch({ id, currentState: { name: { family: 'Lopez' } }, set: { name: { family: 'Ruiz' } } }, call)
    expect((await ask().get({ id }, call)).name.full).toBe('Anna Ruiz')
  })

  test('that says nothing of a field claims that it was empty', async () => {
    const { id } = await person('Ana', 'ana@x.example')
    const emails = [email('new@x.example')]
    await expect(ask().patch({ id, currentState: {}, set: { emails } }, call)).rejects.toMatchObject({
      code: 'conflict',
    })
    await ask().patch({ id, currentState: {}, set: { timezone: 'Europe/Paris' } }, call)
    // what is so already needs no beginning
    await ask().patch({ id, currentState: {}, set: { timezone: 'Europe/Paris' } }, call)
  })

  test('is undone field by field, as long as nobody changed that field since', async () => {
    const { id } = await person('Ana', 'ana@x.example')
    const first = await ask().patch({ id, currentState: {}, set: { language: 'fr' } }, call)
    const second = await ask().patch({ id, currentState: {}, set: { timezone: 'Europe/Paris' } }, call)
    await undo.undo(first.actionId)
    expect(await ask().get({ id }, call)).toMatchObject({ language: '', timezone: 'Europe/Paris' })
    await ask().patch({ id, currentState: { timezone: 'Europe/Paris' }, set: { timezone: 'UTC' } }, call)
    await expect(undo.undo(second.actionId)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('confirms who was collected', async () => {
    const { id } = await create({ name: { full: 'Bo' }, confirmed: false })
    const { contact } = await ask().patch({ id, currentState: {}, set: { language: 'fr' } }, call)
    expect(contact.confirmed).toBe(true)
  })

  test('ten at the same moment are all there in the end', async () => {
    const { id } = await person('Ana')
    const done = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        ask().patch({ id, currentState: {}, set: { name: { [i % 2 ? 'given' : 'family']: `n${i}` } } }, call),
      ),
    )
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect((await ask().get({ id }, call)).name).toMatchObject({ family: 'n0', given: 'n1' })
  })
})

describe('deleting', () => {
  test('can be undone, and comes back as it was', async () => {
    const ana = await person('Ana', 'ana@x.example')
    const { actionId } = await ask().remove({ ids: [ana.id] }, call)
    expect(await names()).toEqual(['Zoé Me'])
    expect(contacts.book.contactsOf('ana@x.example')).toEqual([])
    await undo.undo(actionId)
    expect(await ask().get({ id: ana.id }, call)).toMatchObject({ emails: ana.emails, name: ana.name })
    expect(contacts.book.contactsOf('ana@x.example')).toEqual([ana.id])
  })

  test('what is gone is said to be', async () => {
    await expect(ask().get({ id: 'nobody' }, call)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask().remove({ ids: ['nobody'] }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a picture', () => {
  test('is kept, shown, replaced and taken back', async () => {
    const { id } = await person('Ana')
    await expect(ask().photo({ id }, call)).rejects.toMatchObject({ code: 'not-found' })
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1])
    const { actionId } = await ask().setPhoto({ id, photo: { type: 'image/jpeg', bytes } }, call)
    expect(await ask().photo({ id }, call)).toEqual({ name: 'Ana', type: 'image/jpeg', bytes })
    expect((await list())[0]?.photo).toBe(true)
    await undo.undo(actionId)
    await expect(ask().photo({ id }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('groups', () => {
  test('are those that contacts say and those that have a card; one that holds itself ends', async () => {
    const ana = await create({ name: { full: 'Ana' }, emails: [email('ana@x.example')], groups: ['Press'] })
    const bo = await person('Bo', 'bo@x.example')
    const inner = await create({ kind: 'group', name: { full: 'Inner' }, members: [bo.uid, 'mailto:far@y.example'] })
    const outer = await create({ kind: 'group', name: { full: 'Outer' }, members: [inner.uid, ana.uid] })
    await ask().patch(
      {
        id: inner.id,
        currentState: { members: inner.members },
        set: { members: [...inner.members, outer.uid, inner.uid] },
      },
      call,
    )
    expect((await ask().groups({}, call)).items).toEqual([
      { name: 'Inner', contactId: inner.id, count: 2 },
      { name: 'Outer', contactId: outer.id, count: 2 },
      { name: 'Press', contactId: null, count: 1 },
    ])
    const { items } = await ask().suggest({ text: 'outer', limit: 5 }, call)
    expect(items).toMatchObject([{ name: 'Outer', group: true }])
    expect(items[0]?.addresses.toSorted()).toEqual(['ana@x.example', 'bo@x.example', 'far@y.example'])
  })
})
