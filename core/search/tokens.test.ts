import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queryTokens, searchFields, tokenize } from './index.ts'

/** Whether a reader who types `query` finds `text`: the tokens of the query stand in the text one after the other. */
function finds(query: string, text: string): boolean {
  const wanted = queryTokens(query)
  const tokens = tokenize(text)
  return tokens.some((_, at) =>
    wanted.tokens.every((token, i) => {
      const there = tokens[at + i] ?? ''
      return wanted.prefix && i === wanted.tokens.length - 1 ? there.startsWith(token) : there === token
    }),
  )
}

describe('what a reader types finds what was written', () => {
  test.each([
    ['cafe', 'Un Café crème'],
    ['CAFÉ', 'cafe'],
    ['cafe', 'cafe\u0301'],
    ['strasse', 'Lange Straße 4'],
    ['STRASSE', 'straße'],
    ['lodz', 'Łódź'],
    ['soren', 'Søren'],
    ['istanbul', 'İSTANBUL'],
    ['σας', 'ΣΑΣ'],
    ['елка', 'Ёлка'],
    ['fine', 'ﬁne'],
    ['bold', '𝐁𝐨𝐥𝐝'],
    ['ABC', 'ＡＢＣ'],
    ['newsletter', 'news\u00adletter'],
    ['東京', '東京都に行く'],
    ['京都', '東京都'],
    ['都', '東京都'],
    ['東', '関東'],
    ['関', '関東'],
    ['ガ', 'ｶﾞ'],
    ['서울', '서울에서 만나요'],
    ['서울', '서울'.normalize('NFD')],
    ['กรุงเทพ', 'ไปกรุงเทพมหานคร'],
    ['السلام', 'السَّلامُ عليكم'],
    ['السَّلامُ', 'السلام'],
    ['احمد', 'أحمد'],
    ['مدرسه', 'مدرسة'],
    ['کتاب', 'كتاب'],
    ['2026', '٢٠٢٦'],
    ['שלום', 'שָׁלוֹם'],
    ['müller@exämple.de', 'From: "M" <MULLER@Example.DE>,'],
    ['example.de', 'muller@example.de'],
    ['muller', 'muller@example.de'],
    ['anna@example.org', 'write to anna@example.org.'],
    ['annual report', 'https://www.example.org/annual-report?utm_source=x'],
    ['www.example.org', 'https://example.org/'],
    ["o'brien", 'O’Brien'],
    ['1,234.56', 'EUR 1.234,56'],
  ])('%s finds %s', (query, text) => expect(finds(query, text)).toBe(true))

  test.each([
    ['京東', '東京都'],
    ['cafe', 'cafeteria'],
    ['utm', 'https://example.org/a?utm_source=x'],
    ['anna@example.org', 'joanna@example.org'],
  ])('%s does not find %s', (query, text) => expect(finds(query, text)).toBe(false))
})

test('any piece of any text that ends at word boundaries is found in it', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom('東京', 'Straße', 'a@b.org', '.'),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.nat(7), fc.nat(7), (words, from, count) => {
      const some = words.slice(from, from + count).join('\n')
      // Addresses are found by themselves; between other words they stand in the index with their parts before them.
      fc.pre(queryTokens(some).tokens.length > 0 && !some.includes('@'))
      expect(finds(some, words.join('\n'))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('tokens are one word each for every engine: no white space, no punctuation but the _ of addresses, bounded', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.webUrl()), (text) => {
      for (const token of tokenize(text)) {
        expect(token).toMatch(/^[\p{L}\p{N}\p{M}_]{1,64}$/u)
        expect(tokenize(token.replaceAll('_', ' ')).length).toBeGreaterThan(0)
      }
    }),
  )
})

test('folding twice changes nothing, so tokens can be tokenised again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const tokens = tokenize(text.replaceAll('@', ' ')).filter((token) => [...token].length > 2)
      for (const token of tokens) expect(tokenize(token).join('')).toContain(token)
    }),
  )
})

test('a huge body costs no more than its limit', () => {
  const row = searchFields({ subject: '', participants: [], text: 'word '.repeat(200_000), attachmentNames: [] })
  expect(row.body.split(' ')).toHaveLength(100_000)
})

test('a message is searchable by who, whom, what and which file', () => {
  const row = searchFields({
    subject: 'Réunion',
    participants: [
      { type: 'from', address: 'Anna@Example.org', label: 'Anna Müller' },
      { type: 'reply-to', address: 'Anna@Example.org', label: 'Anna Müller' },
      { type: 'to', address: 'bob@example.com', label: '' },
      { type: 'bcc', address: 'eve@example.com', label: 'eve@example.com' },
    ],
    text: 'Demain',
    attachmentNames: ['plan-depot.pdf'],
  })
  expect(row).toEqual({
    subject: 'reunion',
    from: 'anna muller anna example org anna_example_org',
    to: 'bob example com bob_example_com',
    cc: 'eve example com eve_example_com',
    body: 'demain',
    files: 'plan depot pdf',
  })
})
