import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testComponent } from '../../core/components/contract.suite.ts'
import type { Component } from '../../core/components/index.ts'
import { createIngestPool } from './index.ts'

/** The component that doc/components.md shows, as a reader would save it. */
const text = readFileSync(new URL('../../doc/components.md', import.meta.url), 'utf8')
const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
const directory = mkdtempSync(path.join(os.tmpdir(), 'caliopen-component-'))
const file = path.join(directory, 'bank-accounts.mjs')
writeFileSync(file, code)
const { default: component }: { default: Component } = await import(file)

describe('the component that the documentation shows', () => {
  const pool = createIngestPool({ threads: 1, plugins: [file] })
  afterAll(async () => {
    await pool.close()
    rmSync(directory, { recursive: true })
  })

  test('has at most 40 lines', () => {
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(40)
  })

  test('works, saved as it stands there', async () => {
    const mail = (body: string) => ({
      bytes: new TextEncoder().encode(`From: a@example.org\r\n\r\n${body}\r\n`),
      headersOnly: false,
    })
    const read = await pool.prepare([
      mail('Please pay to DE89 3704 0044 0532 0130 00 by Friday.'),
      mail('Our reference is DE89 3704 0044 0532 0130 01.'),
    ])
    expect(read.map(({ features }) => features)).toEqual([
      [{ name: 'bank-accounts', value: ['DE89…00'], origin: 'body' }],
      [],
    ])
  })
})

testComponent(component)
