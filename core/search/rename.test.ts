import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lex } from './lexer.ts'
import { quoted, renameInQuery, valuesOf } from './rename.ts'

test('a query goes on asking for a tag that was given another name', () => {
  const rename = (text: string) => renameInQuery(text, 'tag', 'Work', 'Paid work')
  expect(rename('tag:work from:ada')).toBe('tag:"Paid work" from:ada')
  expect(rename('-tag:"Work" OR tag:Working tag:Work')).toBe('-tag:"Paid work" OR tag:Working tag:"Paid work"')
  expect(rename('(from:ada tag:work)')).toBe('(from:ada tag:"Paid work")')
  expect(rename('work subject:work "tag:work"')).toBe('work subject:work "tag:work"')
})

test('a value that was put into a query is read out of it again', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() === text && !/["“”„«»]/.test(text))
  fc.assert(
    fc.property(name, (value) => {
      const [term] = lex(`tag:${quoted(value)}`)
      expect(term).toMatchObject({ kind: 'term', field: 'tag', value })
    }),
  )
})

test('the people of a query are found before it is read, in groups too', () => {
  expect(valuesOf('with:ada lunch with:"Bob B." with:(carl OR dora) with:ada to:eve', 'with')).toEqual([
    'ada',
    'Bob B.',
    'carl',
    'dora',
  ])
})
