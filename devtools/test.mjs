// `npm test`: installs what is missing, checks, builds, runs every test against real servers, and ends with
// `N passed, N failed`. A test that was skipped counts as failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'caliopen-tests-'))
const failures = []
let passed = 0

/**
 * Tests that start servers, programs and browsers share their machine with others: a file that fails is run once more,
 * by itself. What passes then is told by name at the end, since it hangs on time. More files than this are no accident,
 * and neither is an input for which a property does not hold, though the next run would try others.
 */
const mostRunAgain = 3
const passedAgain = []

await ensureInstalled()
count('servers', spawnSync(join(root, 'devtools/servers/install.sh'), { stdio: 'inherit' }).status === 0)

const { checks, runCheck } = await import('./check.mjs')
for (const check of checks) count(check[0], runCheck(check))

await ensureBuilt()
runTests('unit and server tests', 'vitest.config.ts')
runTests('end-to-end tests', 'vitest.e2e.config.ts')

rmSync(reports, { recursive: true, force: true })
for (const name of passedAgain) console.log(`! failed once, passed by itself: ${name}`)
for (const name of failures) console.log(`✗ ${name}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1

function count(name, good) {
  if (good) passed += 1
  else failures.push(name)
}

function runTests(name, config) {
  const first = runVitest(name, config)
  passed += first.passed
  const files = [...new Set(first.failed.map(({ file }) => file))]
  const isAccident = files.length <= mostRunAgain && first.failed.every(({ file, byInput }) => file && !byInput)
  if (files.length === 0 || !isAccident) {
    failures.push(...first.failed.map(({ title }) => title))
    return
  }
  const again = runVitest(`${name}, again`, config, files)
  const stillFailing = new Set(again.failed.map(({ title }) => title))
  for (const { title } of first.failed) {
    if (stillFailing.has(title)) continue
    passed += 1
    passedAgain.push(title)
  }
  failures.push(...stillFailing)
}

/** Passed tests, and those that failed or were skipped by file and title; `file` is null where the whole run failed. */
function runVitest(name, config, files = []) {
  const report = join(reports, `${config}-${files.length}.json`)
  const node = join(root, 'node_modules/.bin/node')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const alone = files.length > 0 ? ['--no-file-parallelism', ...files] : []
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const { status } = spawnSync(node, [...args, ...alone], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  })
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: [{ file: null, title: `${name}: no report was written` }] }
  }
  const failed = results.testResults.flatMap(failedIn)
  if (status !== 0 && failed.length === 0) failed.push({ file: null, title: `${name}: ended with ${status}` })
  return { passed: results.numPassedTests, failed }
}

function failedIn({ name, status, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => ({
      file,
      title: `${file} › ${test.fullName} (${test.status})`,
      byInput: test.failureMessages.some((message) => message.includes('Property failed')),
    }))
  // A file that could not be loaded, or whose end failed, has no test to name.
  return failed.length === 0 && status === 'failed' ? [{ file, title: `${file} (the file)` }] : failed
}
