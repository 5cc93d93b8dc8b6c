import fs from 'node:fs'
import path from 'node:path'
import type { InlineConfig } from 'vite'
import { threadsPlugin } from './threads-plugin.ts'

const root = path.resolve(import.meta.dirname, '../..')
const { version }: { version: string } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))

/** Given by the runtime or native: they stay imports. Everything else is bundled, so that a start reads few files. */
const external = ['electron', 'better-sqlite3', '@napi-rs/keyring']

const common = {
  root,
  configFile: false,
  logLevel: 'warn',
  define: { __CALIOPEN_VERSION__: JSON.stringify(version) },
  publicDir: false,
} satisfies InlineConfig

/** The programs and their threads, as ES modules for Node 24 (Electron 45 has the same). */
export function mainBuild(outDir: string, programs: readonly string[]): InlineConfig {
  return {
    ...common,
    plugins: [threadsPlugin()],
    ssr: { noExternal: true, external, target: 'node' },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(programs.map((name) => [`${name}/main`, path.join(root, 'app', name, 'main.ts')])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: (chunk) =>
            chunk.name.startsWith('workers/') ? '[name]-[hash].js' : 'chunks/[name]-[hash].js',
          assetFileNames: 'chunks/[name]-[hash][extname]',
        },
      },
    },
  }
}

/** The preload runs in Electron's sandbox: CommonJS, one file, only `electron` to require. */
export function preloadBuild(outDir: string): InlineConfig {
  return {
    ...common,
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: path.join(root, 'app/desktop/preload.ts'),
      outDir: path.join(outDir, 'desktop'),
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  }
}
