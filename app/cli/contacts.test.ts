import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exports as addressBooks } from '../../core/brokers/vcard/fixtures/exports.ts'
import { ensure, root } from '../../devtools/ensure.mjs'

/** The program as a person runs it: built, in a process of its own, on a data directory of its own. */
const program = path.join(root, 'dist', 'cli', 'main.js')
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-cli-contacts-'))
const data = path.join(directory, 'data')

function run(args: readonly string[], input = ''): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child: ChildProcess = spawn(process.execPath, [program, 'contacts', ...args, '--data', data])
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  child.stdin?.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}
const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

beforeAll(async () => {
  await ensure()
}, 600_000)
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

test('a file is previewed, imported, listed, merged, taken apart and written out again', async () => {
  const file = path.join(directory, 'apple.vcf')
  fs.writeFileSync(file, `${addressBooks.apple}nonsense\r\n`)

  const dry = lines((await run(['import', file, '--dry-run', '--json'])).stdout)
  expect(dry.map(({ list }) => list)).toEqual(['fresh', 'fresh', 'fresh', 'problems', undefined])
  expect(dry.at(-1)).toEqual({ cards: 3, known: 0, fresh: 3, merges: 0, problems: 1 })
  expect((await run(['list', '--json'])).stdout).toBe('')

  const done = await run(['import', file, '--json'])
  expect(done.code).toBe(0)
  expect(lines(done.stdout).at(-1)).toEqual({ created: 3, merged: 0, skipped: 0, failed: [] })
  expect((await run(['import', file])).stdout).toContain('0 new, 0 merged, 3 here already')

  const found = lines((await run(['ana', '--json'])).stdout)
  expect(found).toMatchObject([{ displayName: expect.stringContaining('Ana'), address: 'ana.marquez@museo.example' }])

  const more = await run(['import', '-', '--json'], 'BEGIN:VCARD\nFN:Lucía\nEMAIL:lucia@x.example\nEND:VCARD\n')
  expect(lines(more.stdout).at(-1)).toMatchObject({ created: 1 })
  const merged = await run(['merge', 'ana.marquez@museo.example', 'lucia@x.example', '--json'])
  expect(lines(merged.stdout)[0]).toMatchObject({ emails: [{}, {}, { address: 'lucia@x.example' }] })
  expect(lines((await run(['unmerge', 'lucia@x.example', '--json'])).stdout)[0]).toMatchObject({
    contactIds: [expect.any(String), expect.any(String)],
  })
  expect((await run(['show', 'lucia@x.example'])).stdout).toContain('Lucía\nemail: lucia@x.example')

  const out = path.join(directory, 'out.vcf')
  const written = await run(['export', out, '--version', '3.0', '--json'])
  expect(lines(written.stdout)).toEqual([{ file: out, contacts: 4 }])
  expect(fs.readFileSync(out, 'utf8').match(/VERSION:3\.0/g)).toHaveLength(4)
  expect((await run(['export', '--only', 'Imprenta'])).stdout).toContain('KIND:group')
}, 120_000)

test('what cannot be done is said with its place', async () => {
  const missing = await run(['import', path.join(directory, 'nowhere.vcf'), '--json'])
  expect(missing.code).toBe(1)
  expect(lines(missing.stdout)[0]).toMatchObject({ code: 'not-found', source: expect.stringContaining('nowhere.vcf') })
  expect((await run(['show', 'nobody at all', '--json'])).code).toBe(1)
  const elsewhere = await run(['export', path.join(directory, 'no', 'such', 'folder.vcf')])
  expect(elsewhere.stderr).toContain('cannot be written')
}, 120_000)
