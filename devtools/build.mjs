// `npm run build`: everything in dist/, made anew.
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { ensure, root } from './ensure.mjs'

try {
  fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true })
  await ensure({ build: ['main', 'renderer'], force: true })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
