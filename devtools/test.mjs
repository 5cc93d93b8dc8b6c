// `npm test`: installs what is missing, checks, builds, runs every test against real servers, and ends with
// `N passed, N failed`. A test that was skipped counts as failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'caliopen-tests-'))
const totals = { passed: 0, failed: 0 }
const count = (passed) => {
  totals[passed ? 'passed' : 'failed'] += 1
}

await ensureInstalled()
const servers = spawnSync(join(root, 'devtools/servers/install.sh'), { stdio: 'inherit' })
count(servers.status === 0)

const { checks, runCheck } = await import('./check.mjs')
for (const check of checks) count(runCheck(check))

await ensureBuilt()
runVitest('unit and server tests', 'vitest.config.ts')
runVitest('end-to-end tests', 'vitest.e2e.config.ts')

rmSync(reports, { recursive: true, force: true })
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1

function runVitest(name, config) {
  const report = join(reports, `${config}.json`)
  const node = join(root, 'node_modules/.bin/node')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const { status } = spawnSync(node, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  })
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    console.log(`✗ ${name}: no report was written`)
    count(false)
    return
  }
  const skipped = results.numPendingTests + (results.numTodoTests ?? 0)
  if (skipped > 0) console.log(`✗ ${name}: ${skipped} skipped`)
  totals.passed += results.numPassedTests
  totals.failed += results.numFailedTests + skipped
  const brokenFiles = results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  )
  totals.failed += brokenFiles.length
  if (status !== 0 && results.numFailedTests + skipped + brokenFiles.length === 0) count(false)
}
