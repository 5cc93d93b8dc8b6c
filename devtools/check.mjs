// The checks that need no test runner: format and lint, types of every layer, dead code, notices.
// `npm run check` runs them alone; `npm test` runs them first.
import { spawnSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export const checks = [
  ['format and lint (biome)', ['biome', 'ci', '--colors=off', '--error-on-warnings', '.']],
  ['types: core runs without Node and without a window', ['tsc', '-p', 'devtools/typecheck/core.json']],
  ['types: everything that runs in Node', ['tsc', '-p', 'devtools/typecheck/node.json']],
  ['types: the window', ['tsc', '-p', 'devtools/typecheck/renderer.json']],
  ['types: the tests that drive the window', ['tsc', '-p', 'devtools/typecheck/e2e.json']],
  ['dead code (knip)', ['knip']],
  ['third-party notices are those of the lock file', ['node', 'devtools/notices.mjs', '--check']],
]

/** Runs one check; its output is shown only when it fails. */
export function runCheck([name, [command, ...args]]) {
  const bin = command === 'node' ? process.execPath : `${root}node_modules/.bin/${command}`
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const passed = status === 0
  console.log(`${passed ? '✓' : '✗'} ${name}`)
  if (!passed) console.log(`${stdout ?? ''}${stderr ?? ''}`)
  return passed
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = checks.map(runCheck).every(Boolean) ? 0 : 1
}
