import { describe, expect, test } from 'vitest'
import { english, isOffered, languages, offered, type Words } from './index.ts'

/** `reading.leaving.title` → its words. */
function flat(words: object, path = ''): Map<string, string> {
  const entries = Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : [...flat(value, `${path}${key}.`)],
  )
  return new Map(entries)
}

const pluralForm = /_(?:zero|one|two|few|many|other)$/
/** A key without its plural form, by the languages' own rules. */
const stem = (key: string): string => key.replace(pluralForm, '')
const slots = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)|<\/?(\w+)>/g)].map(([slot]) => slot).sort()

/** What is wrong with a language beside English, in words; nothing when it is complete. */
function faults(language: string, words: Words): string[] {
  const source = flat(english)
  const own = flat(words)
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const isPlural = (key: string): boolean => pluralForm.test(key) && source.has(`${stem(key)}_other`)
  const wanted = new Set(
    [...source.keys()].flatMap((key) => (isPlural(key) ? forms.map((form) => `${stem(key)}_${form}`) : [key])),
  )
  const missing = [...wanted].filter((key) => !own.has(key)).map((key) => `${key} is missing`)
  const more = [...own.keys()].filter((key) => !wanted.has(key)).map((key) => `${key} is nothing in English`)
  const empty = [...own].filter(([, text]) => text.trim() === '').map(([key]) => `${key} is empty`)
  const other = [...own].flatMap(([key, text]) => {
    const original = source.get(key) ?? source.get(`${stem(key)}_other`)
    // A form for one thing may say it without the number.
    const may = original === undefined ? [] : slots(original)
    const has = slots(text)
    const same = isPlural(key) ? has.every((slot) => may.includes(slot)) : has.join() === may.join()
    return original === undefined || same ? [] : [`${key} has other places to fill than in English`]
  })
  return [...missing, ...more, ...empty, ...other]
}

describe('the words of the window', () => {
  test.each(Object.keys(offered).filter(isOffered))('are complete in %s', async (language) => {
    expect(faults(language, await offered[language].load())).toEqual([])
  })

  test('are found wanting when a key, a plural form or a place to fill is missing', () => {
    const { close: _, ...common } = english.common
    const timeline = { ...english.timeline, title: '' }
    expect(faults('en', { ...english, common, timeline, extra: { key: 'x' } })).toEqual(
      expect.arrayContaining(['common.close is missing', 'timeline.title is empty', 'extra.key is nothing in English']),
    )
    expect(faults('ar', english).some((fault) => fault.endsWith('_few is missing'))).toBe(true)
    const reading = { ...english.reading, leaving: { ...english.reading.leaving, title: 'Leave?' } }
    expect(faults('en', { ...english, reading })).toEqual([
      'reading.leaving.title has other places to fill than in English',
    ])
  })

  test('are offered each by its own name', () => {
    expect(languages.map(({ label }) => label)).toEqual(['English', 'Français'])
  })
})
