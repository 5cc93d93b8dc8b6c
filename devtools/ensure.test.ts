import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** A small project with a stand-in for npm and for the builder, each of which writes down that it ran. */
let project: string

const put = (file: string, text: string, mode = 0o644) => {
  const target = path.join(project, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text, { mode })
}
const ranOf = (what: string) =>
  (fs.existsSync(path.join(project, 'ran')) ? fs.readFileSync(path.join(project, 'ran'), 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith(what)).length

const lock = (version: string) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b-win': { version: '1', os: ['win32'] } },
  })

function setUp(npmVersion: string) {
  put('package-lock.json', lock('1.0.0'))
  put('app/main.ts', '1')
  put('renderer/main.ts', '1')
  // npm: writes the packages that the lock names, the project's Node among them, which is the "builder" too
  put(
    'npm/npm-cli.js',
    `const fs = require('node:fs'), { execFileSync } = require('node:child_process')
    if (process.argv.includes('--version')) { console.log('${npmVersion}'); process.exit() }
    fs.appendFileSync('ran', 'install\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
    delete lock.packages['node_modules/b-win']
    fs.mkdirSync('node_modules/node/bin', { recursive: true })
    fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock))
    fs.writeFileSync('node_modules/node/bin/node', \`#!/bin/sh
      echo "build $2 $3" >> ran
      sleep 0.2
      mkdir -p dist/cli dist/renderer
      touch dist/cli/main.js dist/renderer/index.html\`, { mode: 0o755 })`,
  )
  fs.cpSync(path.join(import.meta.dirname, 'ensure.mjs'), path.join(project, 'devtools', 'ensure.mjs'))
}

function ensure(parts: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const script = `import { ensure } from ${JSON.stringify(path.join(project, 'devtools', 'ensure.mjs'))}
    ensure({ build: ${JSON.stringify(parts)} }).catch((error) => { console.error(error.message); process.exit(1) })`
  const env = { ...process.env, npm_execpath: path.join(project, 'npm', 'npm-cli.js') }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: project, env })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })))
}

beforeEach(() => {
  project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-ensure-')))
})
afterEach(() => fs.rmSync(project, { recursive: true, force: true }))

describe('a fresh clone', () => {
  test('gets its packages and its build, once, and then nothing is done again', async () => {
    setUp('11.19.1')
    expect((await ensure(['main', 'renderer'])).code).toBe(0)
    expect([ranOf('install'), ranOf('build')]).toEqual([1, 1])
    expect(await ensure(['main', 'renderer'])).toEqual({ code: 0, stderr: '' })
    expect([ranOf('install'), ranOf('build')]).toEqual([1, 1])
  })

  test('is set up once by two commands at the same time', async () => {
    setUp('11.19.1')
    const both = await Promise.all([ensure(['main']), ensure(['main'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect([ranOf('install'), ranOf('build')]).toEqual([1, 1])
  })

  test('with an npm that is too old is told what to do', async () => {
    setUp('10.8.2')
    const { code, stderr } = await ensure(['main'])
    expect(code).toBe(1)
    expect(stderr).toContain('npm install --global npm@11')
    expect(ranOf('install')).toBe(0)
  })
})

describe('a clone that changed', () => {
  test('builds what is older than its sources, and only that', async () => {
    setUp('11.19.1')
    await ensure(['main', 'renderer'])
    put('renderer/main.ts', '22')
    await ensure(['main', 'renderer'])
    expect(ranOf('build')).toBe(2)
    put('app/main.test.ts', 'a test is no source')
    await ensure(['main', 'renderer'])
    expect(ranOf('build')).toBe(2)
  })

  test('installs again when the lock asks for other versions', async () => {
    setUp('11.19.1')
    await ensure([])
    put('package-lock.json', lock('1.0.1'))
    await ensure([])
    expect(ranOf('install')).toBe(2)
  })

  test('goes on although a command was killed while it held the lock', async () => {
    setUp('11.19.1')
    put('.cache/ensure.lock', '999999')
    expect((await ensure(['main'])).code).toBe(0)
  })
})
