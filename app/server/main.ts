import { requireNode } from '../node-version.ts'

requireNode()
const [{ toProblem }, { runServer }] = await Promise.all([import('../../core/defs/index.ts'), import('./run.ts')])

try {
  await runServer()
  process.exit(0)
} catch (thrown) {
  const { message, details } = toProblem(thrown)
  process.stderr.write(`caliopen: ${message}${details === undefined ? '' : ` (${details})`}\n`)
  process.exit(1)
}
