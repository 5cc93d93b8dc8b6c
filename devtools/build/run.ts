import fs from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { mainBuild, preloadBuild } from './main-build.ts'

/**
 * `node devtools/build/run.ts main|renderer …`: builds parts of dist/. Run by Node 24 (devtools/ensure.mjs sees to it).
 * Files of an earlier build stay: a program that runs may still load them.
 */
const root = path.resolve(import.meta.dirname, '../..')
const dist = path.join(root, 'dist')
process.chdir(root)
// A test runner sets it; React and Vite would build their development versions then.
process.env['NODE_ENV'] = 'production'

const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  async main() {
    const programs = ['cli', 'server', 'desktop'].filter((name) =>
      fs.existsSync(path.join(root, 'app', name, 'main.ts')),
    )
    await build(mainBuild(dist, programs))
    if (!programs.includes('desktop')) return
    await build(preloadBuild(dist))
    fs.copyFileSync(path.join(root, 'app/desktop/icon.png'), path.join(dist, 'desktop/icon.png'))
  },
  renderer: () =>
    build({
      configFile: path.join(root, 'renderer/vite.config.ts'),
      root: path.join(root, 'renderer'),
      logLevel: 'warn',
    }),
}

for (const name of process.argv.slice(2)) {
  const part = parts[name]
  if (part === undefined) throw new Error(`There is no part ${name}; there are: ${Object.keys(parts).join(', ')}.`)
  await part()
}
