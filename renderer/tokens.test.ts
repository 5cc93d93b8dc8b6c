import fs from 'node:fs'
import { expect, test } from 'vitest'
import { measure, readTokens, tokensFile } from '../devtools/contrast.mjs'

test('every text and every control can be told from what it stands on, in both themes', () => {
  const measured = measure(readTokens(fs.readFileSync(tokensFile, 'utf8')))
  expect(measured.length).toBeGreaterThan(150)
  expect(measured.filter(({ ratio, least }) => ratio < least)).toEqual([])
})
