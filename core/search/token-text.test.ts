import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenText } from './token-text.ts'
import { tokenize } from './tokens.ts'

const wellFormed = (text: string): string => text.toWellFormed()

test('the text of an index row holds the very tokens that queries are made of, whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      ' ',
      '\n',
      '\u00a0',
      'www.Example.org/a-b',
      'wwww.x',
      'HTTPS://example.org/Path-of/x?y=1',
      'http:/x',
      'anna.mueller+x@example.org',
      'Ünïcode@bücher.example',
      '東京都 a',
      'ﷺ',
      '👋🏽',
      'x'.repeat(70),
      'ß'.repeat(70),
      'a@',
      '@b',
    ),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 30 }), (all, limit) => {
      expect(tokenText(all, limit)).toBe(wellFormed(tokenize(all, limit).join(' ')))
    }),
    { numRuns: 3_000 },
  )
})

test('a text longer than any before it is held whole, plain or not', () => {
  for (const word of ['Harbour ', 'Größe ', '港口。', 'a@b.org ']) {
    const text = word.repeat(30_000)
    expect(tokenText(text, 1_000_000)).toBe(tokenize(text, 1_000_000).join(' '))
  }
})
