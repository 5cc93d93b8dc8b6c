import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { errorCodes } from '../../core/defs/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

/** Paths of the sources beneath a folder, tests left out. */
function sources(folder: string): string[] {
  const entries = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
  return entries
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|suite)\.tsx?$/.test(path))
    .map((path) => `${folder}/${path}`)
}

test('every error code is explained in doc/errors.md, and nothing else is', () => {
  const sections = [...read('doc/errors.md').matchAll(/^## (.+)$/gm)].map(([, name]) => name)
  expect(sections).toEqual([...errorCodes])
})

test('core reads no clock and no random source by itself', () => {
  const habits = /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bcrypto\.randomUUID\(/
  expect(sources('core').filter((path) => habits.test(read(path)))).toEqual([])
})

test('no source switches off what checks it', () => {
  const silenced = /@ts-(ignore|expect-error|nocheck)|biome-ignore|: any\b|\bas any\b/
  const folders = ['app', 'core', 'main', 'renderer', 'storage']
  expect(folders.flatMap(sources).filter((path) => silenced.test(read(path)))).toEqual([])
})

/** Ways around what an import shows: modules by name at run time, globals by another name. */
const detours = /\bglobalThis\b|\bcreateRequire\b|\bgetBuiltinModule\b|\bprocess\.binding\b/

test('no source reaches a module or a global by a detour that the rules of imports cannot see', () => {
  expect(["process.getBuiltinModule('net')", 'globalThis.fetch(x)'].every((text) => detours.test(text))).toBe(true)
  const folders = ['app', 'core', 'main', 'storage']
  expect(folders.flatMap(sources).filter((path) => detours.test(read(path)))).toEqual([])
})

test('no program opens a connection by what the language offers: the linter refuses it', async () => {
  const house = await mkdtemp(join(tmpdir(), 'planted-'))
  const sources = {
    'app/cli/page.ts': "export const page = await fetch('https://example.org')",
    'core/messages/socket.ts': "export const socket = new WebSocket('ws://example.org')",
    'main/agents/events.ts': "export const events = new EventSource('https://example.org')",
    'storage/sqlite/page.ts': "export const page = () => fetch('https://example.org')",
    'main/agents/harmless.ts': 'export const rows = (client: { fetch(): unknown }) => client.fetch()',
    'renderer/client/page.ts': "export const page = await fetch('/api/v1')",
  }
  await copyFile(`${root}biome.json`, join(house, 'biome.json'))
  for (const [path, text] of Object.entries(sources)) {
    await mkdir(dirname(join(house, path)), { recursive: true })
    await writeFile(join(house, path), `${text}\n`)
  }
  const bin = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url))
  const args = [bin, 'lint', '--vcs-enabled=false', '--reporter=github', '.']
  const run = promisify(execFile)(process.execPath, args, { cwd: house })
  const { stdout } = await run.catch((thrown: { stdout: string }) => thrown) // violations end it with an exit code
  await rm(house, { recursive: true })
  const refused = new Set([...stdout.matchAll(/noRestrictedGlobals,file=([^,]+),/g)].map(([, file]) => file))
  const programs = Object.keys(sources).slice(0, 4)
  expect([...refused].sort()).toEqual(programs.map((path) => join(house, path)).sort())
})

test('each decision record stands under its number, once', () => {
  const numbers = readdirSync(`${root}doc/decisions`).map((name) => name.slice(0, 3))
  expect(new Set(numbers).size).toBe(numbers.length)
})
