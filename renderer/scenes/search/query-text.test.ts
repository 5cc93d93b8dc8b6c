import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterText, joinQuery, lastWord, partQuery, toggleFilter, writeFilter } from './query-text.ts'

test('filters part from words, wherever they stand', () => {
  expect(partQuery('from:"Amira Haddad" inventory -is:starred "box 14" has:attachment')).toEqual({
    filters: ['from:"Amira Haddad"', '-is:starred', 'has:attachment'],
    words: 'inventory "box 14"',
  })
  expect(partQuery('see https://a.example:80/x re: hello')).toEqual({
    filters: [],
    words: 'see https://a.example:80/x re: hello',
  })
})

test('what was written as a filter reads back the same', () => {
  fc.assert(
    fc.property(
      fc
        .string({ minLength: 1 })
        .map((text) => text.replace(/["\s()]+/g, ' ').trim())
        .filter(Boolean),
      (value) => {
        const filter = writeFilter('from', value)
        expect(partQuery(`${filter} word`)).toEqual({ filters: [filter], words: 'word' })
        expect(filterText(filter)).toEqual({ name: 'from', value, negated: false })
      },
    ),
  )
})

test('a filter goes in and comes out again', () => {
  expect(toggleFilter('inventory', 'is:unread')).toBe('is:unread inventory')
  expect(toggleFilter('is:unread inventory', 'is:unread')).toBe('inventory')
  expect(joinQuery({ filters: [], words: '  ' })).toBe('')
})

test('suggestions complete what is being typed', () => {
  expect(lastWord('inventory am')).toEqual({ before: 'inventory ', word: 'am', field: null })
  expect(lastWord('inventory from:"Amira H')).toEqual({ before: 'inventory ', word: 'Amira H', field: 'from' })
  expect(lastWord('')).toEqual({ before: '', word: '', field: null })
})
