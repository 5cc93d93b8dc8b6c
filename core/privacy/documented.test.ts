import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtIn } from '../components/index.ts'
import { importanceComponents } from '../importance/index.ts'
import { adviceNames, privacyRules, reasonNames } from './judge/index.ts'

const text = readFileSync(new URL('../../doc/privacy-index.md', import.meta.url), 'utf8')

/** Names in the first column of the tables below headings that begin so. */
function documented(heading: string): Set<string> {
  const sections = text.split(/^## /m).filter((section) => section.startsWith(heading))
  const rows = sections.flatMap((section) => section.split('\n').filter((line) => line.startsWith('| `')))
  return new Set(
    rows.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
  )
}

test('every reason is explained to the user, and nothing else is', () => {
  expect([...documented('Reasons')].sort()).toEqual([...reasonNames].sort())
})

test('every advice is explained to the user, and nothing else is', () => {
  expect([...documented('Advice')].sort()).toEqual([...adviceNames].sort())
})

test('every fact that is kept of a message is explained to the user, and nothing else is', () => {
  const found = [...builtIn, ...importanceComponents].flatMap(({ yields }) => Object.keys(yields))
  const others = ['dkim', 'spf', 'dmarc', 'arc', 'tls', 'spam-words', 'skipped']
  expect([...documented('Facts')].sort()).toEqual([...new Set([...found, ...others])].sort())
})

test('the figures of precision are those of the rules of now', () => {
  expect(text).toContain(`Measured with rules version ${privacyRules}`)
})
