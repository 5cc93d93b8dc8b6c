import path from 'node:path'
import type { Plugin } from 'vite'

/** `new URL('./thread.ts', import.meta.url)`: the module that a thread starts with. */
const threadModule = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+\.ts)\1,\s*import\.meta\.url,?\s*\)/g

const piscinaWorker = /\(0, node_path_1\.resolve\)\(__dirname, 'worker\.js'\)/
const piscinaWorkerModule = '\0caliopen:piscina-worker'
/** Native, optional, and only for thread priorities, which are not used. */
const niceModule = '@napi-rs/nice'

/**
 * Vite follows imports, and a thread's module is not imported but named. This builds those modules too, into `workers/`,
 * and makes the names point there; every chunk lies one folder below dist, so `../workers/` is right from each.
 * Piscina names its own worker in another way.
 */
export function threadsPlugin(): Plugin {
  const emitted = new Set<string>()

  function emit(
    context: { emitFile(file: { type: 'chunk'; id: string; fileName: string }): string },
    id: string,
  ): string {
    const { dir, name } = path.parse(id)
    const fileName = `workers/${path.basename(dir)}-${name}.js`
    if (!emitted.has(id)) context.emitFile({ type: 'chunk', id, fileName })
    emitted.add(id)
    return `new URL('../${fileName}', import.meta.url)`
  }

  return {
    name: 'caliopen-threads',
    enforce: 'pre',
    buildStart: () => emitted.clear(),
    resolveId(id) {
      if (id === piscinaWorkerModule.slice(1)) return piscinaWorkerModule
      return id === niceModule ? `\0${niceModule}` : null
    },
    async load(id) {
      if (id === `\0${niceModule}`) return 'export {}'
      if (id !== piscinaWorkerModule) return null
      const piscina = await this.resolve('piscina')
      if (piscina === null) return null
      const file = emit(this, path.join(path.dirname(piscina.id), 'worker.js'))
      return `import { fileURLToPath } from 'node:url'\nexport default fileURLToPath(${file})`
    },
    transform(code, id) {
      if (/[\\/]piscina[\\/]dist[\\/]index\.js$/.test(id)) {
        if (!piscinaWorker.test(code)) this.error('Piscina names its worker in a new way: look at threads-plugin.ts.')
        return { code: code.replace(piscinaWorker, `require('${piscinaWorkerModule.slice(1)}').default`), map: null }
      }
      if (id.includes('node_modules') || !code.includes('import.meta.url')) return null
      const replaced = code.replace(threadModule, (_all, _quote, file: string) =>
        emit(this, path.join(path.dirname(id), file)),
      )
      return replaced === code ? null : { code: replaced, map: null }
    },
  }
}
