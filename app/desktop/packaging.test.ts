import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensure, root as projectRoot } from '../../devtools/ensure.mjs'

/**
 * Packs our files beside a stand-in for Electron: it shows that what is needed is in the package and can be opened, and
 * that the configuration is understood. It does not show that Electron starts.
 */
const root: string = projectRoot
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-package-'))
const archive = path.join(directory, 'packages', 'linux-unpacked', 'resources', 'app.asar')

const run = (tool: string, args: readonly string[]) =>
  spawnSync(path.join(root, 'node_modules', '.bin', tool), args, { cwd: root, encoding: 'utf8' })

function pack(...settings: string[]) {
  const stub = path.join(directory, 'electron')
  fs.mkdirSync(stub, { recursive: true })
  fs.writeFileSync(path.join(stub, 'electron'), '#!/bin/sh\n', { mode: 0o755 })
  const output = `-c.directories.output=${path.join(directory, 'packages')}`
  return run('electron-builder', [
    '--dir',
    '--linux',
    '--x64',
    '--publish',
    'never',
    `-c.electronDist=${stub}`,
    output,
    ...settings,
  ])
}

beforeAll(() => ensure({ build: ['main'] }), 120_000)
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

describe('the package', () => {
  test('has our programs and the native modules, and none of what was bundled', () => {
    const packed = pack()
    expect(packed.status, packed.stdout + packed.stderr).toBe(0)
    const files = run('asar', ['list', archive]).stdout.split('\n')
    for (const file of ['desktop/main.js', 'desktop/preload.cjs', 'desktop/icon.png', 'workers/sqlite-thread.js']) {
      expect(files).toContain(`/dist/${file}`)
    }
    const modules = new Set(
      files.flatMap((file) => /^\/node_modules\/(@[^/]+\/[^/]+|[^@][^/]*)\/./.exec(file)?.[1] ?? []),
    )
    expect([...modules].filter((name) => !/^(better-sqlite3|@napi-rs\/.+)$/.test(name))).toEqual([])
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([])
  })

  test('can open its database and its keychain', () => {
    const extracted = path.join(directory, 'extracted')
    expect(run('asar', ['extract', archive, extracted]).status).toBe(0)
    const script = `
      const Database = require('better-sqlite3')
      new Database(':memory:').exec('create virtual table t using fts5(text)')
      console.log(typeof require('@napi-rs/keyring').Entry)`
    const opened = spawnSync(process.execPath, ['-e', script], { cwd: extracted, encoding: 'utf8' })
    expect([opened.stdout, opened.stderr]).toEqual(['function\n', ''])
  })

  test('is not made from a configuration that is not understood', () => {
    const refused = pack('-c.linux.categoory=Network')
    expect(refused.status).not.toBe(0)
    expect(refused.stdout + refused.stderr).toContain('configuration.linux')
  })
})
