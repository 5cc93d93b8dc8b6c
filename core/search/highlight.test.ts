import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlight, type Term, termsOf } from './highlight.ts'
import { parseQuery } from './query.ts'
import { snippetOf } from './snippets.ts'

const terms = (query: string): Term[] =>
  termsOf(parseQuery(query, { nowMs: 0, zone: () => 0, mailboxes: [], own: [] }).node)
const marked = (query: string, text: string): string[] =>
  highlight(text, terms(query)).hits.map(([start, end]) => text.slice(start, end))

describe('what is marked is what was found, as it was written', () => {
  test.each([
    ['cafe', 'Un Café, deux cafés', ['Café']],
    ['caf*', 'Un Café, deux cafés', ['Café', 'cafés']],
    ['strasse', 'Lange STRAßE', ['STRAßE']],
    ['"silent bridge"', 'Bridge silent, silent bridge', ['silent bridge']],
    ['東京', '東京都と東京', ['東京', '東京']],
    ['京', '東京都', ['京']],
    ['東京都', '大東京都', ['東京都']],
    ['السلام', 'قال السَّلامُ عليكم', ['السَّلامُ']],
    ['anna@example.org', 'write to Anna@Example.org!', ['Anna@Example.org']],
    ['example.org', 'write to Anna@Example.org!', ['Example.org']],
    ['a -b', 'a b', ['a']],
    ['서울', '서울에서', ['서울']],
  ])('%s in %s', (query, text, expected) => expect(marked(query, text)).toEqual(expected))

  test('a filter on one field marks nothing in others, and neither do flags', () => {
    expect(terms('is:unread')).toEqual([])
    expect(terms('from:anna lunch').map(({ fields }) => fields)).toEqual([['from'], []])
  })
})

test('hits are in order, within the text and apart, whatever the text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '東', '京', '@', '.') }),
  )
  fc.assert(
    fc.property(text, (source) => {
      let last = -1
      for (const [start, end] of highlight(source, terms('a* OR 東京 OR 京 OR "a b"')).hits) {
        expect(start).toBeGreaterThan(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(source.length)
        last = end
      }
    }),
  )
})

describe('a snippet', () => {
  const filler = 'nothing to see here, and some more of it. '.repeat(20)

  test('shows the lines around the hits in one line, cut at words', () => {
    const snippet = snippetOf(`${filler}\n\nThe silent\r\n   copper bridge is near.\n${filler}`, terms('silent bridge'))
    expect(snippet?.text).toMatch(/^…\S.*The silent copper bridge is near\..*\S…$/)
    expect(snippet?.text.length).toBeLessThan(230)
    expect(snippet?.hits.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['silent', 'bridge'])
  })

  test('is taken where most of what was asked stands together', () => {
    const snippet = snippetOf(`bridge ${filler}${filler} silent bridge ${filler}`, terms('silent bridge'))
    expect(snippet?.text).toContain('silent bridge')
  })

  test('is none where nothing was found', () => expect(snippetOf(filler, terms('bridge'))).toBeNull())

  test('begins without dots where the text begins', () =>
    expect(snippetOf('A bridge.', terms('bridge'))).toEqual({ text: 'A bridge.', hits: [[2, 8]] }))
})
