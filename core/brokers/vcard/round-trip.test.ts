import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { VcardProperty } from '../../defs/index.ts'
import type { CardContact } from '../../ports.ts'
import { describeKey, readCards, writeCard } from './index.ts'

/** Any text of one or more lines; a lone carriage return is no character of a vCard. */
const text = fc.string({ unit: 'grapheme', maxLength: 120 }).map((given) => given.replaceAll('\r', '\n'))
const full = text.filter((given) => given !== '')
/** As core keeps addresses: without white space around them. */
const trimmed = text.map((given) => given.trim()).filter((given) => given !== '')
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((given) => given !== 'pref')
const parameters = fc.dictionary(fc.stringMatching(/^x-q[a-z]{1,5}$/), fc.array(full, { minLength: 1, maxLength: 3 }), {
  maxKeys: 2,
})

const written = fc.option(
  parameters
    .filter((given) => Object.keys(given).length > 0)
    .map((given): VcardProperty => ({ name: '', group: '', parameters: given, value: null, blob: null, label: null })),
)
/** Labels that Apple would take for its own are written in its way already. */
const label = text.filter((given) => !/^_\$!<.*>!\$_$/s.test(given))
const labelled = { label, types: fc.uniqueArray(word, { maxLength: 3 }), preferred: fc.boolean(), written }
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 3 })
const says = (entry: object): boolean => Object.values(entry).some((value) => typeof value === 'string' && value !== '')

const two = (most: number) => fc.integer({ min: 1, max: most }).map((given) => String(given).padStart(2, '0'))
const year = fc.integer({ min: 1000, max: 2999 }).map(String)
const date = fc.oneof(
  fc.tuple(year, two(12), two(28)).map((parts) => parts.join('-')),
  fc.tuple(two(12), two(31)).map(([month, day]) => `--${month}-${day}`),
  fc.tuple(year, two(12)).map((parts) => parts.join('-')),
  year,
)

const keyText = fc.uint8Array({ minLength: 60, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const key = fc
  .record({ kind: fc.constantFrom('openpgp' as const, 'smime' as const), text: keyText, written })
  .map((given) => ({
    ...given,
    ...describeKey(given.kind, given.text),
    addresses: [],
    expiresAtMs: null,
    source: 'vcard' as const,
    verified: 'no' as const,
    addedAtMs: 0,
  }))

const extra = fc.record({
  name: fc.stringMatching(/^x-zz[a-z]{1,8}$/),
  group: fc.constantFrom('', 'kept1', 'kept2'),
  parameters,
  value: text.map((given) => given.replaceAll('\n', ' ')),
  blob: fc.constant(null),
  label: fc.constant(null),
})

const contact: fc.Arbitrary<CardContact> = fc.record({
  kind: fc.constantFrom('person' as const, 'group' as const, 'organisation' as const),
  name: fc.record({
    full,
    prefix: text,
    given: text,
    additional: text,
    family: text,
    suffix: text,
    phoneticGiven: text,
    phoneticAdditional: text,
    phoneticFamily: text,
  }),
  nicknames: list(full),
  emails: list(fc.record({ address: trimmed.filter((given) => !/^mailto:/i.test(given)), ...labelled })),
  phones: list(
    fc.record({ number: trimmed.filter((given) => !/^tel:/i.test(given)), e164: fc.constant(null), ...labelled }),
  ),
  ims: list(fc.record({ protocol: fc.stringMatching(/^[a-z][a-z0-9+.-]{0,8}$/), address: trimmed, ...labelled })),
  socials: list(
    fc.record({
      service: fc.oneof(
        word.filter((given) => given !== 'home' && given !== 'work'),
        fc.constant(''),
      ),
      address: trimmed,
      ...labelled,
    }),
  ).map((entries) =>
    // a word that says the service is no other; without a service, it would be taken for one
    entries.map(({ types, ...entry }) => ({
      ...entry,
      types: entry.service === '' ? ['home'] : types.filter((type) => type !== entry.service),
    })),
  ),
  organisations: list(
    fc.record({ name: text, department: text, title: text, role: text, written: fc.constant({}) }).filter(says),
  ),
  postals: list(
    fc
      .record({ poBox: text, extended: text, street: text, locality: text, region: text, code: text, country: full })
      .chain((fields) => fc.record({ ...labelled }).map((rest) => ({ ...fields, ...rest }))),
  ),
  dates: list(
    fc.record({
      kind: fc.constantFrom('birthday' as const, 'anniversary' as const, 'other' as const),
      date,
      label,
      written,
    }),
  ),
  urls: list(fc.record({ url: trimmed, ...labelled })),
  notes: list(fc.record({ text: full, written })),
  groups: list(full),
  members: list(fc.stringMatching(/^urn:uuid:[a-z0-9-]{1,90}$/)),
  keys: fc.uniqueArray(key, { maxLength: 2, selector: ({ id }) => id }),
  language: fc.constantFrom('', 'fr', 'zh-Hant-TW'),
  timezone: fc.constantFrom('', 'Europe/Paris', '-05:00'),
  extra: list(extra),
  photo: fc.constant(null),
  uid: text,
  written: fc.constant({}),
})

test.each(['3.0', '4.0'] as const)('a contact that goes out as %s comes in as the same contact', (version) => {
  fc.assert(
    fc.property(contact, (given) => {
      const file = Buffer.from(writeCard(given, { version, blobs: new Map() }))
      const { cards, problems } = readCards(file, { offset: 0, line: 1 }, null)
      expect(problems).toEqual([])
      const back = cards.map(({ card }) => ({
        ...card,
        phones: card.phones.map((phone) => ({ ...phone, e164: null })),
      }))
      expect(back).toEqual([given])
    }),
    { numRuns: 300 },
  )
})

test('several contacts in one file stay apart, whatever they say', () => {
  fc.assert(
    fc.property(fc.array(contact, { minLength: 2, maxLength: 4 }), (given) => {
      const file = Buffer.from(given.map((one) => writeCard(one, { version: '4.0', blobs: new Map() })).join(''))
      const { cards } = readCards(file, { offset: 0, line: 1 }, null)
      expect(cards.map(({ card }) => card.name)).toEqual(given.map(({ name }) => name))
    }),
  )
})
