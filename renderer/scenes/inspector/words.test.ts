import { expect, test } from 'vitest'
import { english } from '../../locales/en/index.ts'

test('words of advice and features are sentences and names, not codes', () => {
  const { title, advice } = english.features
  for (const [name, words] of Object.entries(title)) expect(words, name).toMatch(/^\p{Lu}/u)
  for (const [name, words] of Object.entries(advice)) expect(words, name).toMatch(/^\p{Lu}.*\.$/u)
})
