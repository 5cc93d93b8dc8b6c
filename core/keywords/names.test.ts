import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atomOf, keywordFor, keywordKey, keywordsIn, nameOf, withAliases } from './names.ts'

describe('the keyword of a tag', () => {
  test('is an atom that servers take, whatever the tag is called, and no other tag has it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 100 }), { maxLength: 20 }), (names) => {
        const taken = new Set<string>()
        for (const name of names) {
          const keyword = keywordFor(name, taken)
          expect(keyword).toMatch(/^[!#&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~][!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]{0,99}$/)
          expect(taken.has(keywordKey(keyword))).toBe(false)
          expect(keywordsIn([keyword])).toEqual([keyword])
          taken.add(keywordKey(keyword))
        }
      }),
    )
  })

  test('reads like its name', () => {
    expect(keywordFor('Travel plans', new Set())).toBe('Travel_plans')
    expect(keywordFor('Été', new Set())).toBe('&AMk-t&AOk-')
    expect(keywordFor('Work', new Set([keywordKey('work')]))).toBe('Work_2')
    expect(keywordFor('$Junk', new Set())).toBe('_Junk')
    expect(keywordFor('NonJunk', new Set())).toBe('NonJunk_2')
  })
})

describe('keywords that come from servers', () => {
  test('are tags, but for those that only programs set', () => {
    const flags = [
      '\\Seen',
      '$Forwarded',
      'NonJunk',
      '$MDNSent',
      'travel_plans',
      '$label2',
      '%Receipts/2026',
      '%\\Important',
    ]
    expect(keywordsIn(flags)).toEqual(['travel_plans', '$label2', 'Receipts/2026'])
  })

  test('are called as a person would: Thunderbird’s labels, spaces, other letters', () => {
    expect(['$label2', '$label4', 'travel_plans', '&AMk-t&AOk-', 'R&-D', '&bad'].map(nameOf)).toEqual([
      'Work',
      'To do',
      'travel plans',
      'Été',
      'R&D',
      '&bad',
    ])
  })

  test('mean the same as a label that other servers hold as a keyword', () => {
    expect(keywordKey('Travel plans')).toBe(keywordKey('travel_plans'))
    expect(atomOf('Travel plans')).toBe('Travel_plans')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(atomOf(atomOf(text))).toBe(atomOf(text))
      }),
    )
  })

  test('“important” has two: both go when the tag is taken off', () => {
    expect(keywordsIn(['$label1', '$Important'])).toEqual(['$Important', '$Important'])
    expect(withAliases('$Important')).toEqual(['$Important', '$label1'])
  })

  test('of any bytes are names or nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (flag) => keywordsIn([flag]).every((k) => nameOf(k).length <= 100)),
    )
  })
})
