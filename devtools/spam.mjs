// `node devtools/spam.mjs --junk DIR… --good DIR…`: how well the classifier of spam tells the messages of these folders
// apart, taught by more and more of them. One message a file. Prints the table of doc/importance.md.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensure, projectNode } from './ensure.mjs'

await ensure({})
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { status } = spawnSync(projectNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}
const { measureSpam } = await import('./bench/spam.ts')
await measureSpam(process.argv.slice(2))
