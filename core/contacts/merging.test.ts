import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeContact, fakeEmail } from '../../devtools/fakes/index.ts'
import { type Contact, contact } from '../defs/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { tidy } from './fields.ts'
import { type ContactManager, createContactManager } from './index.ts'
import { merged } from './merge.ts'
import { unmerged } from './unmerge.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let undo: Undo
let contacts: ContactManager

beforeEach(() => {
  context = createFakeContext()
  undo = createUndo()
  contacts = createContactManager(context, { undo })
})

const ask = () => contacts.handlers
const get = async (id: string): Promise<Contact> => contact.parse(await ask().get({ id }, call))
const all = async () => (await ask().list({ limit: 500 }, call)).items.map(({ displayName }) => displayName)
async function put(...given: Contact[]): Promise<void> {
  await context.stores.commit({ recordPuts: given.map((value) => ({ noun: 'contact', value })) })
}
const phone = (e164: string) => ({ number: e164, e164, label: '', types: [], preferred: false, written: null })
const extra = (name: string, group: string, value: string) => ({
  name,
  group,
  parameters: {},
  value,
  blob: null,
  label: null,
})

const ana = fakeContact({
  id: 'ana',
  uid: 'u1',
  name: { full: 'Ana Márquez', given: 'Ana' },
  emails: [fakeEmail('ana@museo.example'), fakeEmail('ana@home.example')],
  groups: ['Archive'],
  extra: [extra('x-related', 'item1', 'Luis'), extra('x-ablabel', 'item1', 'Brother'), extra('rev', '', '2020')],
})
const a2 = fakeContact({
  id: 'a2',
  uid: 'u2',
  name: { full: 'A. Márquez' },
  confirmed: false,
  emails: [fakeEmail('Ana@Home.example'), fakeEmail('am@work.example')],
  phones: [phone('+34612345678')],
  notes: [{ text: 'Likes paper', written: null }],
  language: 'es',
  photo: { blob: 'b1', type: 'image/png', sizeBytes: 3, written: null },
  extra: [extra('x-related', 'item1', 'Max'), extra('x-ablabel', 'item1', 'Brother'), extra('rev', '', '2021')],
})

describe('two contacts that are merged', () => {
  test('are one with everything that both had, each address once', async () => {
    await put(ana, a2)
    const { contactId } = await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: {} }, call)
    const one = await get(contactId)
    expect(one).toMatchObject({ id: 'ana', uid: 'u1', confirmed: true, language: 'es', groups: ['Archive'] })
    expect(one.name.full).toBe('Ana Márquez')
    expect(one.emails.map(({ address }) => address)).toEqual([
      'ana@museo.example',
      'ana@home.example',
      'am@work.example',
    ])
    expect(one.photo?.blob).toBe('b1')
    expect(await all()).toEqual(['Ana Márquez'])
    expect(contacts.book.contactsOf('am@work.example')).toEqual(['ana'])
  })

  test('what was bound by a group in each stays bound to its own', async () => {
    await put(ana, a2)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: {} }, call)
    const one = await get('ana')
    const bound = one.extra
      .filter(({ name }) => name === 'x-related')
      .map(({ group, value }) => [
        value,
        one.extra.find((label) => label.name === 'x-ablabel' && label.group === group)?.value,
      ])
    expect(bound).toEqual([
      ['Luis', 'Brother'],
      ['Max', 'Brother'],
    ])
    expect(new Set(one.extra.filter(({ name }) => name === 'x-related').map(({ group }) => group)).size).toBe(2)
  })

  test('take the name and the picture that the user chose', async () => {
    await put(ana, a2)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: { name: 'a2' } }, call)
    expect((await get('ana')).name.full).toBe('A. Márquez')
  })

  test('take a whole list of one of them where the user chose so, and give it back when they come apart', async () => {
    await put(ana, a2)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: { emails: 'a2', groups: 'a2' } }, call)
    const one = await get('ana')
    expect(one.emails.map(({ address }) => address)).toEqual(['Ana@Home.example', 'am@work.example'])
    expect(one.groups).toEqual([])
    await ask().unmerge({ id: 'ana' }, call)
    expect(await get('ana')).toMatchObject({ emails: ana.emails, groups: ['Archive'] })
  })

  test('come back by undo as they were', async () => {
    await put(ana, a2)
    const { actionId } = await ask().merge({ ids: ['a2', 'ana'], into: 'ana', choose: {} }, call)
    await undo.undo(actionId)
    for (const before of [ana, a2]) {
      expect({ ...(await get(before.id)), revision: 0 }).toEqual({ ...before, revision: 0 })
    }
    expect((await ask().merges({ id: 'ana' }, call)).items).toEqual([])
  })

  test('come apart again long after, with what was changed since at the one that stayed', async () => {
    await put(ana, a2)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: {} }, call)
    for (let i = 0; i < 40; i++) await ask().create({ set: { name: { full: `n${i}` } } }, call)
    const now = await get('ana')
    // a new address, one taken away, a label given, a note written
    const emails = [
      ...now.emails.slice(1).map((one) => ({ ...one, label: `x ${one.address}` })),
      fakeEmail('new@x.example'),
    ]
    await ask().patch({ id: 'ana', currentState: { emails: now.emails }, set: { emails } }, call)
    await ask().patch({ id: 'ana', currentState: { language: 'es' }, set: { language: 'ca' } }, call)
    expect((await ask().merges({ id: 'ana' }, call)).items).toMatchObject([
      {
        originals: [
          { id: 'ana', displayName: 'Ana Márquez' },
          { id: 'a2', addresses: ['Ana@Home.example', 'am@work.example'] },
        ],
      },
    ])
    const { contactIds, actionId } = await ask().unmerge({ id: 'ana' }, call)
    expect(contactIds).toEqual(['ana', 'a2'])
    const [first, second] = [await get('ana'), await get('a2')]
    expect(first.emails.map(({ address }) => address)).toEqual(['ana@home.example', 'new@x.example'])
    expect(second.emails.map(({ address, label }) => [address, label])).toEqual([
      ['ana@home.example', 'x ana@home.example'],
      ['am@work.example', 'x am@work.example'],
    ])
    expect(first.language).toBe('ca')
    expect(second).toMatchObject({ language: 'es', uid: 'u2', confirmed: false, name: { full: 'A. Márquez' } })
    await expect(ask().unmerge({ id: 'ana' }, call)).rejects.toMatchObject({ code: 'not-found' })
    await undo.undo(actionId)
    expect((await get('ana')).emails.map(({ address }) => address)).toContain('am@work.example')
    expect((await ask().merges({ id: 'ana' }, call)).items).toHaveLength(1)
  })

  test('several times over come apart in the order back', async () => {
    const third = fakeContact({ id: 'c', name: { full: 'C' }, emails: [fakeEmail('c@x.example')] })
    await put(ana, a2, third)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: {} }, call)
    context.clock.advance(1000)
    await ask().merge({ ids: ['ana', 'c'], into: 'ana', choose: {} }, call)
    expect((await ask().unmerge({ id: 'ana' }, call)).contactIds).toEqual(['ana', 'c'])
    expect((await ask().unmerge({ id: 'ana' }, call)).contactIds).toEqual(['ana', 'a2'])
    expect((await all()).toSorted()).toEqual(['A. Márquez', 'Ana Márquez', 'C'])
  })

  test('the user’s own card stays: others go into it, and it goes into none', async () => {
    await put(fakeContact({ id: 'own', own: true, name: { full: 'Me' } }), ana)
    await expect(ask().merge({ ids: ['own', 'ana'], into: 'ana', choose: {} }, call)).rejects.toMatchObject({
      code: 'invalid',
    })
    await ask().merge({ ids: ['own', 'ana'], into: 'own', choose: {} }, call)
    expect(contacts.book.own().has('ana@museo.example')).toBe(true)
  })

  test('keep the UIDs of all: a group and a file still know them', async () => {
    const group = fakeContact({ id: 'g', kind: 'group', name: { full: 'G' }, members: ['urn:uuid:U2'] })
    await put(ana, a2, group)
    await ask().merge({ ids: ['ana', 'a2'], into: 'ana', choose: {} }, call)
    expect((await ask().groups({}, call)).items).toContainEqual({ name: 'G', contactId: 'g', count: 1 })
  })
})

describe('a contact that is split', () => {
  test('gives entries to others, and takes them back when it is undone', async () => {
    await put(a2)
    const { contactIds, actionId } = await ask().split(
      {
        id: 'a2',
        parts: [
          { name: { full: 'Work' }, emails: ['AM@work.example'], phones: ['+34612345678'], ims: [], socials: [] },
        ],
      },
      call,
    )
    const other = await get(contactIds[0] ?? '')
    expect(other).toMatchObject({ name: { full: 'Work' }, emails: [{ address: 'am@work.example' }], phones: [{}] })
    expect((await get('a2')).emails.map(({ address }) => address)).toEqual(['Ana@Home.example'])
    expect(contacts.book.contactsOf('am@work.example')).toEqual([other.id])
    await undo.undo(actionId)
    expect((await get('a2')).phones).toHaveLength(1)
    expect(await all()).toHaveLength(1)
  })

  test('does not make contacts of nothing', async () => {
    await put(a2)
    const parts = [{ name: {}, emails: ['nobody@x.example'], phones: [], ims: [], socials: [] }]
    await expect(ask().split({ id: 'a2', parts }, call)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('suggestions', () => {
  const suggested = async (id?: string) =>
    (await ask().mergeSuggestions({ limit: 50, ...(id === undefined ? {} : { id }) }, call)).items.map(
      ({ contacts: pair, evidence }) => [pair.map(({ displayName }) => displayName), evidence.map(({ kind }) => kind)],
    )

  test('name their evidence, the strongest first', async () => {
    await put(
      ana,
      a2,
      fakeContact({ id: 'p1', name: { full: 'Bo Ek' }, phones: [phone('+4681234567')] }),
      fakeContact({ id: 'p2', name: { full: 'Bo' }, phones: [phone('+4681234567')] }),
      fakeContact({ id: 'n1', name: { full: 'Jo van Dam' }, emails: [fakeEmail('jo@firm.example')] }),
      fakeContact({ id: 'n2', name: { full: 'Van Dam, Jo' }, emails: [fakeEmail('j.vandam@firm.example')] }),
      fakeContact({ id: 's1', name: { full: 'Ada Lovelace' } }),
      fakeContact({ id: 's2', name: { full: 'ada LOVELACE' } }),
    )
    expect(await suggested()).toEqual([
      [['Ana Márquez', 'A. Márquez'], ['same-address']],
      [['Bo Ek', 'Bo'], ['same-phone']],
      [['Jo van Dam', 'Van Dam, Jo'], ['same-name-and-domain']],
      [['Ada Lovelace', 'ada LOVELACE'], ['same-name']],
    ])
    expect(await suggested('n2')).toHaveLength(1)
  })

  test('leave a family with one address, people of one switchboard and single first names alone', async () => {
    const office = Array.from({ length: 30 }, (_, i) =>
      fakeContact({ id: `o${i}`, name: { full: `Clerk ${i}x` }, phones: [phone('+33100000000')] }),
    )
    await put(
      ...office,
      fakeContact({ id: 'f1', name: { full: 'Luc Petit' }, emails: [fakeEmail('family@x.example')] }),
      fakeContact({ id: 'f2', name: { full: 'Anne Grand' }, emails: [fakeEmail('family@x.example')] }),
      fakeContact({ id: 'm1', name: { full: 'Maria' } }),
      fakeContact({ id: 'm2', name: { full: 'Maria' } }),
    )
    expect(await suggested()).toEqual([])
  })

  test('that were refused do not come again, until that is undone', async () => {
    await put(ana, a2)
    const { actionId } = await ask().dismissSuggestion({ ids: ['a2', 'ana'] }, call)
    expect(await suggested()).toEqual([])
    await undo.undo(actionId)
    expect(await suggested()).toHaveLength(1)
  })
})

/** Contacts out of a few addresses and notes, so that they have much in common. */
const some = (id: string): fc.Arbitrary<Contact> => {
  const few = <T>(...values: T[]) => fc.subarray(values)
  return fc
    .record({
      full: fc.constantFrom('', 'Ana', 'Bo Ek'),
      emails: few('a@x.example', 'b@x.example', 'A@x.example', 'c@x.example'),
      notes: few('one', 'two'),
      groups: few('g', 'h'),
      phones: few('+33612345678', '+33612345679'),
      related: few(['item1', 'Luis'] as const, ['item2', 'Max'] as const),
      language: fc.constantFrom('', 'fr', 'de'),
    })
    .map(({ full, emails, notes, groups, phones, related, language }) =>
      tidy(
        fakeContact({
          id,
          uid: `uid-${id}`,
          name: { full },
          emails: emails.map(fakeEmail),
          notes: notes.map((text) => ({ text, written: null })),
          groups,
          phones: phones.map(phone),
          language,
          extra: related.flatMap(([group, value]) => [
            extra('x-related', group, value),
            extra('x-ablabel', group, 'Kin'),
          ]),
        }),
      ),
    )
}

test('contacts that are merged and taken apart are what they were, whatever they have in common', () => {
  fc.assert(
    fc.property(some('a'), some('b'), some('c'), (a, b, c) => {
      const result = merged([a, b, c], {}, 5)
      const back = unmerged({ id: 'm', contactId: 'a', mergedAtMs: 5, originals: [a, b, c], result }, result, 5)
      const still = (one: Contact) => ({ ...one, revision: 0, updatedAtMs: 0 })
      expect(back.map(still)).toEqual([a, b, c].map(still))
    }),
  )
})

test('a merge loses no address, number, note, group or relation of anybody', () => {
  fc.assert(
    fc.property(some('a'), some('b'), (a, b) => {
      const result = merged([a, b], {}, 5)
      const texts = (one: Contact) => [
        ...one.emails.map(({ address }) => address.toLowerCase()),
        ...one.phones.map(({ number }) => number),
        ...one.notes.map(({ text }) => text),
        ...one.groups,
        ...one.extra.filter(({ name }) => name === 'x-related').map(({ value }) => value),
      ]
      expect(new Set(texts(result))).toEqual(new Set([...texts(a), ...texts(b)]))
      expect(texts(result)).toHaveLength(new Set(texts(result)).size)
    }),
  )
})
