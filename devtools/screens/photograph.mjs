// `node devtools/screens/photograph.mjs [FOLDER]`: pictures of the built program with the sample mailbox, and with an
// account on a real mail server where one can be started (root, Dovecot, Postfix). FOLDER is doc/screens if not named.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensure, projectNode } from '../ensure.mjs'

await ensure({ build: ['main', 'renderer'] })
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { status } = spawnSync(projectNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}
const { photograph } = await import('./photograph.ts')
await photograph(process.argv[2] ?? fileURLToPath(new URL('../../doc/screens', import.meta.url)))
