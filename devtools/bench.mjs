// `npm run bench [-- --sizes 1000,10000,100000 --peers --keep DIR]`: measures the program on generated mailboxes and
// prints tables. Needs python3 for the mailboxes; `--peers` runs notmuch and mu beside it where they are installed.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensure, projectNode } from './ensure.mjs'

await ensure({ build: ['main'] })
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { status } = spawnSync(projectNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}
const { bench } = await import('./bench/bench.ts')
await bench(process.argv.slice(2))
