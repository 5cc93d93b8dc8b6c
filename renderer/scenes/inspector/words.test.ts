import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adviceNames } from '../../../core/privacy/judge/index.ts'
import { english } from '../../locales/en/index.ts'

const { title, advice } = english.features

/** Names of reasons as the rules write them. */
function reasonsIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  return files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\b(?:reason|loss|level|fifths)\(\s*'([a-z-]+)'/g)].flatMap(
      ([, feature]) => feature ?? [],
    ),
  )
}

test('every reason that the rules give has words, and every advice a sentence', () => {
  const root = join(import.meta.dirname, '../../..')
  const reasons = [...reasonsIn(join(root, 'core/privacy/judge')), ...reasonsIn(join(root, 'core/importance'))]
  expect(reasons.length).toBeGreaterThan(40)
  expect(reasons.filter((name) => !Object.hasOwn(title, name))).toEqual([])
  expect(adviceNames.filter((name) => !Object.hasOwn(advice, name))).toEqual([])
})

test('words are names and sentences, not codes', () => {
  for (const [name, words] of Object.entries(title)) expect(words, name).toMatch(/^\p{Lu}/u)
  for (const [name, words] of Object.entries(advice)) expect(words, name).toMatch(/^\p{Lu}.*\.$/u)
})
