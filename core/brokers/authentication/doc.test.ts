import fs from 'node:fs'
import { expect, test } from 'vitest'
import { authenticationReason, authenticationResult } from '../../defs/index.ts'

test('every result and every reason is explained to the user', () => {
  const text = fs.readFileSync(new URL('../../../doc/authentication.md', import.meta.url), 'utf8')
  for (const word of [...authenticationResult.options, ...authenticationReason.options]) {
    expect(text, word).toContain(`\`${word}\``)
  }
})
