import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contact } from '../../defs/index.ts'
import { readCards, writeCard } from './index.ts'
import { limits } from './limits.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

/** The whole file, slice by slice. */
function readAll(file: Uint8Array) {
  const cards = []
  const problems = []
  const blobs = new Map<string, Uint8Array>()
  let slices = 0
  let place: { offset: number; line: number } | null = { offset: 0, line: 1 }
  while (place !== null) {
    const read: ReturnType<typeof readCards> = readCards(file, place, null)
    if (read.next !== null) expect(read.next.offset).toBeGreaterThan(place.offset)
    cards.push(...read.cards)
    problems.push(...read.problems)
    for (const { files } of read.cards) for (const one of files) blobs.set(one.hash, one.bytes)
    place = read.next
    slices++
  }
  return { cards, problems, blobs, slices }
}

const card = (lines: string): string => `BEGIN:VCARD\r\nVERSION:3.0\r\n${lines}\r\nEND:VCARD\r\n`

test('a note of one megabyte in one line is kept whole and goes out again', () => {
  const note = 'word, '.repeat(180_000)
  const { cards, problems } = readAll(bytes(card(`FN:Ann\r\nNOTE:${note.replaceAll(',', '\\,')}`)))
  expect(problems).toEqual([])
  expect(cards[0]?.card.notes[0]?.text).toBe(note)
})

test('a name, a label and an unknown line of one megabyte are cut where they are shown and written out whole', () => {
  const long = 'é'.repeat(500_000)
  const { cards, blobs } = readAll(
    bytes(card(`FN:${long}\r\nX-LONG;X-P=1:${long}\r\nitem1.TEL:1234\r\nitem1.X-ABLabel:${long}`)),
  )
  const [one] = cards
  expect(one?.card.name.full).toHaveLength(1000)
  expect(one?.card.extra[0]?.value).toBeNull()
  expect(JSON.stringify(one?.card).length).toBeLessThan(20_000)
  const out = one === undefined ? '' : writeCard(one.card, { version: '3.0', blobs })
  const plain = out.replaceAll('\r\n ', '')
  expect(plain).toContain(`FN:${long}\r\n`)
  expect(plain).toContain(`X-LONG;X-P=1:${long}\r\n`)
})

test('a card that never ends loses neither itself nor the next one', () => {
  const { cards, problems } = readAll(
    bytes(`BEGIN:VCARD\nFN:One\nTEL:1\nBEGIN:VCARD\nFN:Two\nEND:VCARD\nBEGIN:VCARD\nFN:Three\nEMAIL:t@example.org`),
  )
  expect(cards.map(({ card: { name } }) => name.full)).toEqual(['One', 'Two', 'Three'])
  expect(problems.map(({ card: of, line }) => [of, line])).toEqual([
    [0, 1],
    [2, 7],
  ])
})

test('what is no card, no line or nothing at all is said with its line, and the others are read', () => {
  const text = `Dear all,\r\nhere they are\r\n${card('FN:One\r\nthis is no line\r\nTEL;TYPE="cell:12')}END:VCARD\r\n${card('REV:2020')}${card('FN:Two')}`
  const { cards, problems } = readAll(bytes(text))
  expect(cards.map(({ card: { name } }) => name.full)).toEqual(['One', 'Two'])
  expect(problems.map(({ card: of, line, message }) => [of, line, message.slice(0, 24)])).toEqual([
    [null, 1, 'This stands outside of a'],
    [0, 6, 'This is no line of a vCa'],
    [0, 7, '“TYPE="cell” is not as i'],
    [null, 9, 'A card ends here that ne'],
    [null, 10, 'There is nothing in this'],
  ])
  expect(cards[0]?.card.phones[0]?.number).toBe('12')
})

test('Windows-1252 without a word about it, a charset that is named, and UTF-16 with and without its mark', () => {
  const latin = readAll(
    Buffer.from(card('FN:Jürgen Groß\r\nNOTE:für “alle”').replace('“', '\x93').replace('”', '\x94'), 'latin1'),
  )
  expect(latin.cards[0]?.card.name.full).toBe('Jürgen Groß')
  expect(latin.cards[0]?.card.notes[0]?.text).toBe('für “alle”')
  expect(latin.problems).toHaveLength(1)

  const koi = Buffer.concat([
    bytes('BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=KOI8-R:'),
    Buffer.from([0xe9, 0xd7, 0xc1, 0xce]),
    bytes('\r\nEND:VCARD\r\n'),
  ])
  expect(readAll(koi).cards[0]?.card.name.full).toBe('Иван')

  const text = card('FN:陈丽华 🙂\r\nTEL:1').repeat(3)
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  for (const file of [little, little.subarray(2), Buffer.from(little).swap16(), bytes(`\ufeff${text}`)]) {
    const { cards, problems } = readAll(file)
    expect(cards.map(({ card: { name } }) => name.full)).toEqual(['陈丽华 🙂', '陈丽华 🙂', '陈丽华 🙂'])
    expect(problems).toEqual([])
  }
})

test('a line that was folded within a character is read as it was', () => {
  const name = Buffer.from('FN:Zoë')
  const file = Buffer.concat([
    bytes('BEGIN:VCARD\r\n'),
    name.subarray(0, name.length - 1),
    bytes('\r\n '),
    name.subarray(name.length - 1),
    bytes('\r\nEND:VCARD\r\n'),
  ])
  expect(readAll(file).cards[0]?.card.name.full).toBe('Zoë')
})

test('lines end as they like: LF, CRLF or CR, with empty ones between', () => {
  for (const end of ['\n', '\r\n', '\r', '\n\n']) {
    const text = ['BEGIN:VCARD', 'FN:Ann', 'EMAIL:a@example.org', 'END:VCARD', ''].join(end)
    expect(readAll(bytes(text)).cards).toMatchObject([{ card: { name: { full: 'Ann' }, emails: [{}] }, line: 1 }])
  }
})

test('a card within a card, as an agent of vCard 2.1, stays with its owner', () => {
  const text =
    'BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nTEL:12\nEND:VCARD\nTEL:34\nEND:VCARD\n'
  const { cards, problems } = readAll(bytes(text))
  expect(problems).toEqual([])
  expect(cards).toHaveLength(1)
  expect(cards[0]?.card.phones.map(({ number }) => number)).toEqual(['34'])
  expect(cards[0]?.card.extra[0]).toMatchObject({
    name: 'agent',
    value: 'BEGIN:VCARD\\nFN:Secretary\\nTEL:12\\nEND:VCARD',
  })
})

test('base64 of an old program that is not indented is read to its end', () => {
  const text =
    'BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\nPHOTO;JPEG;ENCODING=BASE64:/9j/\r\n4AAQSkZJRgABAQ\r\nAAAQ==\r\n\r\nTEL;CELL:12\r\nEND:VCARD\r\n'
  const { cards } = readAll(bytes(text))
  expect(cards[0]?.card.photo).toMatchObject({ type: 'image/jpeg', sizeBytes: 16 })
  expect(cards[0]?.card.phones).toHaveLength(1)
})

test('text in base64 is read as text, and what only says that it is base64 as it stands there', () => {
  const note = Buffer.from('Zeile eins\r\nZeile zwei, mit Komma').toString('base64')
  const text = `BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=BASE64:Jürgen\r\nNOTE;ENCODING=BASE64:${note}\r\n\r\nX-A;ENCODING=b:né\r\nEND:VCARD\r\n`
  const { name, notes, extra } = readAll(bytes(text)).cards[0]?.card ?? {}
  expect(name?.full).toBe('Jürgen')
  expect(notes?.[0]?.text).toBe('Zeile eins\nZeile zwei, mit Komma')
  expect(extra).toMatchObject([{ name: 'x-a', parameters: {}, value: 'né' }])
})

test('thousands of addresses in one card are all there, the rest as it was written', () => {
  const emails = Array.from({ length: 2500 }, (_, i) => `EMAIL:a${i}@example.org`).join('\r\n')
  const { cards, problems } = readAll(bytes(card(`FN:Many\r\n${emails}`)))
  expect(cards[0]?.card.emails).toHaveLength(1000)
  expect(cards[0]?.card.extra).toHaveLength(1500)
  expect(problems).toEqual([])
})

test('a title of nothing but separators is kept once', () => {
  const { organisations, extra } = readAll(bytes(card('FN:Ann\r\nTITLE:;\r\nORG:;;'))).cards[0]?.card ?? {}
  expect(organisations).toMatchObject([{ title: ';' }])
  expect(extra).toMatchObject([{ name: 'org', value: ';;' }])
})

test('groups that hold each other are only names of each other', () => {
  const group = (uid: string, member: string) =>
    card(`FN:${uid}\r\nX-ADDRESSBOOKSERVER-KIND:group\r\nUID:${uid}\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:${member}`)
  const { cards } = readAll(bytes(group('a', 'b') + group('b', 'a') + group('c', 'c')))
  expect(cards.map(({ card: { kind, members } }) => [kind, members])).toEqual([
    ['group', ['urn:uuid:b']],
    ['group', ['urn:uuid:a']],
    ['group', ['urn:uuid:c']],
  ])
})

test('names of properties and parameters that JavaScript knows itself are plain names', () => {
  const { cards } = readAll(
    bytes(card('FN:Ann\r\nCONSTRUCTOR:1\r\n__PROTO__;CONSTRUCTOR=2;TOSTRING=3:4\r\nVALUEOF;__PROTO__=5:6')),
  )
  expect(cards[0]?.card.extra.map(({ name }) => name)).toEqual(['constructor', '__proto__', 'valueof'])
  const out = cards[0] === undefined ? '' : writeCard(cards[0].card, { version: '4.0', blobs: new Map() })
  expect(out).toContain('\r\n__PROTO__;CONSTRUCTOR=2;TOSTRING=3:4\r\n')
})

test('what is set in a contact can never begin a line of its own', () => {
  const { cards } = readAll(bytes(card('FN:Ann')))
  const [one] = cards
  if (one === undefined) throw new Error('no card')
  const evil = 'x\r\nEMAIL:evil@example.org\r\nEND:VCARD'
  const out = writeCard(
    {
      ...one.card,
      notes: [{ text: evil, written: null }],
      members: [evil],
      extra: [{ name: 'x-a', group: '', parameters: { 'x-p': [evil, 'a\rb'] }, value: evil, blob: null, label: null }],
      kind: 'group',
    },
    { version: '4.0', blobs: new Map() },
  )
  expect(out.split('\r\n').filter((line) => /^(END|EMAIL)/.test(line))).toEqual(['END:VCARD'])
  expect(readAll(bytes(out)).cards.map(({ card: { emails } }) => emails)).toEqual([[]])
})

test('a file is read in slices that each stay small, and lines are counted through', () => {
  const text = card('FN:Ann\r\nEMAIL:ann@example.org\r\nTEL:12').repeat(1000)
  const { cards, slices } = readAll(bytes(text))
  expect(cards).toHaveLength(1000)
  expect(slices).toBe(1000 / limits.sliceCards)
  expect(cards.at(-1)?.line).toBe(999 * 6 + 1)
})

test('a card that is larger than any card is left out and said, and the next one is read', () => {
  const huge = `BEGIN:VCARD\nFN:Huge\nNOTE:${'x'.repeat(limits.cardBytes + 1000)}\nEND:VCARD\n`
  const { cards, problems } = readAll(bytes(huge + card('FN:Ann')))
  expect(cards.map(({ card: { name } }) => name.full)).toEqual(['Ann'])
  expect(problems[0]?.message).toContain('more than 32 MB')
})

test('nothing, white space and bytes at random', () => {
  for (const file of ['', ' ', '\r\n\r\n', '\0\0\0\0', ':::;;;===', 'BEGIN:VCARD', 'END:VCARD']) {
    expect(readAll(bytes(file)).cards).toEqual([])
  }
})

test('whatever a file says, what is read of it can be kept and read again', () => {
  const whole = contact.omit({
    id: true,
    own: true,
    confirmed: true,
    tagIds: true,
    revision: true,
    createdAtMs: true,
    updatedAtMs: true,
  })
  const names = [
    'FN',
    'N',
    'EMAIL',
    'TEL',
    'ADR',
    'ORG',
    'TITLE',
    'BDAY',
    'IMPP',
    'X-JABBER',
    'X-SOCIALPROFILE',
    'URL',
    'NOTE',
    'KEY',
    'PHOTO',
    'MEMBER',
    'UID',
    'TZ',
    'LANG',
    'CATEGORIES',
    'NICKNAME',
    'KIND',
    'X-ABLABEL',
    'X-OTHER',
  ]
  const bit = fc.constantFrom(
    '"',
    ':',
    ';',
    ',',
    '=',
    '\\',
    '\\n',
    ' ',
    '\t',
    '\0',
    '\x07',
    'é',
    '🙂',
    '\ud800',
    'a',
    'TYPE=',
    'PREF=1',
    'ENCODING=b',
    'VALUE=uri',
    'X-P="q;r"',
    'data:;base64,AAAA',
    '--0412',
    '1985',
    'x'.repeat(300),
    '^n',
    'QUOTED-PRINTABLE',
    '=C3=A9',
  )
  const line = fc
    .tuple(
      fc.constantFrom('', 'item1.', 'b.'),
      fc.constantFrom(...names),
      fc.array(bit, { maxLength: 12 }),
      fc.array(bit, { maxLength: 12 }),
    )
    .map(([group, name, head, value]) => `${group}${name};${head.join('')}:${value.join('')}`)
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('2.1', '3.0', '4.0'), (lines, version) => {
      const file = bytes(`BEGIN:VCARD\r\nVERSION:${version}\r\n${lines.join('\r\n')}\r\nEND:VCARD\r\n`)
      for (const { card, files } of readAll(file).cards) {
        expect(whole.parse(card)).toEqual(card)
        const blobs = new Map(files.map((one) => [one.hash, one.bytes]))
        const again = readAll(bytes(writeCard(card, { version: '4.0', blobs })))
        expect(again.cards).toHaveLength(1)
      }
    }),
    { numRuns: 500 },
  )
})
