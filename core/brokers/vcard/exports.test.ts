import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { CardContact } from '../../ports.ts'
import { exports, outlook } from './fixtures/exports.ts'
import { readCards, writeCard } from './index.ts'

const start = { offset: 0, line: 1 }

function read(text: string | Uint8Array) {
  const file = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const { cards, problems, next } = readCards(file, start, 'DE')
  const blobs = new Map(cards.flatMap(({ files }) => files.map(({ hash, bytes }) => [hash, bytes] as const)))
  return { cards: cards.map(({ card }) => card), problems, next, blobs }
}

const write = ({ cards, blobs }: Pick<ReturnType<typeof read>, 'cards' | 'blobs'>, version: '3.0' | '4.0'): string =>
  cards.map((card) => writeCard(card, { version, blobs })).join('')

type JCard = [string, [string, Record<string, string | string[]>, string, ...unknown[]][]]

/**
 * The properties of each card as a second parser reads them, sorted: groups by what they label, types without order or case.
 * VERSION is left out, and an N that 3.0 demands where there is none.
 */
function properties(text: string): string[][] {
  const parsed: unknown = ICAL.parse(text)
  const cards = (Array.isArray(parsed) && typeof parsed[0] === 'string' ? [parsed] : parsed) as JCard[]
  return cards.map(([, all]) => {
    const named = all.map(([name, params, type, ...values]) => ({ name, params, type, values }))
    const labels = new Map(
      named
        .filter(({ name }) => name === 'x-ablabel')
        .map(({ params, values }) => [String(params['group']).toLowerCase(), values[0]]),
    )
    return named
      .filter(({ name }) => name !== 'version' && name !== 'x-ablabel')
      .map(({ name, params: { group, type = [], pref, ...others }, type: kind, values }) => {
        const words = (Array.isArray(type) ? type : [type]).flatMap((word) => word.toLowerCase().split(','))
        const preferred = words.includes('pref') || pref === '1'
        const types = words.filter((word) => word !== 'pref').toSorted()
        const label = group === undefined ? undefined : labels.get(String(group).toLowerCase())
        return JSON.stringify({
          name,
          label: label || undefined,
          types,
          preferred,
          pref: pref === '1' ? undefined : pref,
          others,
          kind,
          values: kind === 'binary' ? String(values[0]).replace(/\s/g, '') : values,
        })
      })
      .toSorted()
  })
}

/** What a contact is, without how it was once written. */
function facts(card: CardContact): unknown {
  return JSON.parse(JSON.stringify(card, (key, value) => (key === 'written' ? undefined : value)))
}

describe.each(Object.entries(exports))('the address book of %s', (_name, text) => {
  const version = text.includes('VERSION:4.0') ? '4.0' : '3.0'

  test('comes in without a problem', () => {
    const { problems, next, cards } = read(text)
    expect(problems).toEqual([])
    expect(next).toBeNull()
    expect(cards).toHaveLength(text.match(/BEGIN:VCARD/g)?.length ?? 0)
  })

  test('goes out with every property, parameter and label that it had', () => {
    const own = text
      .split(/(?=BEGIN:VCARD)/)
      .filter((card) => card.includes(`VERSION:${version}`))
      .join('')
    const out = write(read(own), version)
    expect(properties(out)).toEqual(properties(own))
  })

  test.each(['3.0', '4.0'] as const)('out as %s and in again is the same people', (to) => {
    const first = read(text)
    const second = read(write(first, to))
    expect(second.problems).toEqual([])
    expect(second.cards.map(facts)).toEqual(first.cards.map(facts))
    expect([...second.blobs.keys()].toSorted()).toEqual([...first.blobs.keys()].toSorted())
    // and once more, by the other version
    const third = read(write(second, to === '3.0' ? '4.0' : '3.0'))
    expect(third.cards.map(facts)).toEqual(first.cards.map(facts))
  })

  test('is written in lines of at most 75 octets that are ended by CRLF', () => {
    for (const line of write(read(text), '3.0').split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
    }
  })
})

describe('the address book of Outlook', () => {
  const card = () => {
    const latin1 = Buffer.from(outlook, 'latin1')
    const { cards, problems } = read(latin1)
    expect(problems).toEqual([])
    const [first] = cards
    if (first === undefined) throw new Error('no card')
    return first
  }

  test('is read with its charsets, soft line breaks and bare types', () => {
    const { name, organisations, notes, postals, phones, emails, dates, ims, photo } = card()
    expect(name).toMatchObject({ full: 'Dr. Jürgen Müller', given: 'Jürgen', family: 'Müller', prefix: 'Dr.' })
    expect(organisations).toMatchObject([
      { name: 'Müller & Söhne, Druckerei', department: 'Vertrieb', title: 'Inhaber' },
    ])
    expect(notes[0]?.text).toBe('Erste Zeile\nZweite — mit Strich, Komma; und Semikolon\nDritte')
    expect(postals).toMatchObject([
      {
        street: 'Grüne Gasse 3\nHinterhaus, links',
        locality: 'Berlin',
        code: '10115',
        types: ['work'],
        preferred: true,
      },
    ])
    expect(phones.map(({ number, e164, types }) => [number, e164, types])).toEqual([
      ['+49 (30) 1234567', '+49301234567', ['work', 'voice']],
      ['0171 2345678', '+491712345678', ['cell', 'voice']],
      ['+49 (30) 1234568', '+49301234568', ['work', 'fax']],
    ])
    expect(emails).toMatchObject([{ address: 'juergen@mueller.example', types: ['internet'], preferred: true }])
    expect(dates.map(({ kind, date }) => [kind, date])).toEqual([
      ['birthday', '1961-05-03'],
      ['anniversary', '1990-07-14'],
    ])
    expect(ims).toMatchObject([{ protocol: 'im', address: 'juergen@im.example' }])
    expect(photo?.type).toBe('image/jpeg')
  })

  test('keeps what only Outlook knows, and goes out as 3.0 and 4.0 without loss', () => {
    const first = read(Buffer.from(outlook, 'latin1'))
    expect(first.cards[0]?.extra.map(({ name }) => name)).toEqual([
      'label',
      'x-ms-ol-default-postal-address',
      'x-ms-ol-design',
      'rev',
    ])
    for (const version of ['3.0', '4.0'] as const) {
      const second = read(write(first, version))
      expect(second.problems).toEqual([])
      expect(second.cards.map(facts)).toEqual(first.cards.map(facts))
    }
  })
})

test('what a card of Apple says can be read in its fields', () => {
  const [ana, paper, group] = read(exports.apple).cards
  expect(ana?.emails.map(({ address, label, preferred }) => [address, label, preferred])).toEqual([
    ['ana.marquez@museo.example', '', true],
    ['anita@hogar.example', 'Asociación', false],
  ])
  expect(ana?.phones.map(({ label, types }) => [label, types])).toEqual([
    ['', ['cell', 'voice']],
    ['', ['work', 'fax']],
    ['Other', []],
  ])
  expect(ana?.dates.map(({ kind, date, label }) => [kind, date, label])).toEqual([
    ['birthday', '--04-12', ''],
    ['other', '2010-06-05', 'Anniversary'],
  ])
  expect(ana?.socials.map(({ service }) => service)).toEqual(['twitter', 'linkedin'])
  expect(ana?.postals[0]).toMatchObject({ street: 'Calle de los Impresores 14, 2º\nPuerta 5', country: 'España' })
  expect(paper).toMatchObject({ kind: 'organisation', organisations: [{ name: 'Papelera del Norte' }] })
  expect(group).toMatchObject({ kind: 'group', name: { full: 'Imprenta' } })
  expect(group?.members).toHaveLength(2)
})
