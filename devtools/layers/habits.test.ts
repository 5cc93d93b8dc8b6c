import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

test('each decision record stands under its number, once', () => {
  const numbers = readdirSync(`${root}doc/decisions`).map((name) => name.slice(0, 3))
  expect(new Set(numbers).size).toBe(numbers.length)
})
