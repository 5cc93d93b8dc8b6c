import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)('./rules.cjs')

/** Fewer modules than this means that the tool did not see the code and every rule would pass in silence. */
const fewestModules = 200

const cruised = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() })),
  }),
})

async function cruise(directory: string, folders: readonly string[]) {
  const bin = fileURLToPath(
    new URL('../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', import.meta.url),
  )
  const config = fileURLToPath(new URL('./rules.cjs', import.meta.url))
  const run = promisify(execFile)(process.execPath, [bin, '--config', config, '--output-type', 'json', ...folders], {
    cwd: directory,
    maxBuffer: 256 * 1024 * 1024,
  })
  const { stdout } = await run.catch((thrown: { stdout: string }) => thrown) // violations end it with an exit code
  return cruised.parse(JSON.parse(stdout)).summary
}

test('no import crosses the layers, and the tool saw the whole house', async () => {
  const { violations, totalCruised } = await cruise(root, ['app', 'core', 'main', 'renderer', 'storage'])
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
  expect(totalCruised).toBeGreaterThan(fewestModules)
})

test('every rule finds the violation that was planted for it', async () => {
  const { violations } = await cruise(`${root}/devtools/layers/planted`, ['core', 'main', 'renderer', 'storage'])
  const found = new Set(violations.map(({ rule }) => rule.name))
  expect(rules.forbidden.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([])
})
