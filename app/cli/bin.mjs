#!/usr/bin/env node
// `caliopen` in a clone, on any Node from 20: sees to the packages and the build, then runs the program under the
// project's own Node. SQLite is never loaded by an older one: it would crash without a word.
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ensure, projectNode, root } from '../../devtools/ensure.mjs'

const program = path.join(root, 'dist', 'cli', 'main.js')
const newEnough = 24

try {
  const window = process.argv[2] === 'serve' ? ['renderer'] : []
  await ensure({ build: ['main', ...window] })
} catch (error) {
  process.stderr.write(`caliopen: ${error.message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) >= newEnough) {
  await import(pathToFileURL(program).href)
} else {
  // The channel tells the program when this process is gone, even by kill -9.
  const child = spawn(projectNode, [program, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A key in the terminal reaches both; a signal to this process is handed on.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0)))
}
