import path from 'node:path'
import type { Plugin } from 'vite'

/** `new URL('./thread.ts', import.meta.url)`: the module that a thread starts with. */
const threadModule = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+\.ts)\1,\s*import\.meta\.url,?\s*\)/g

const piscinaWorker = /\(0, node_path_1\.resolve\)\(__dirname, 'worker\.js'\)/
const piscinaWorkerModule = '\0caliopen:piscina-worker'

/**
 * Vite follows imports, and a thread's module is not imported but named. This builds those modules too, and makes the
 * names point at what was built. Piscina names its own in another way.
 */
export function threadsPlugin(): Plugin {
  return {
    name: 'caliopen-threads',
    resolveId: (id) => (id === piscinaWorkerModule.slice(1) ? piscinaWorkerModule : null),
    async load(id) {
      if (id !== piscinaWorkerModule) return null
      const piscina = await this.resolve('piscina')
      if (piscina === null) return null
      const file = path.join(path.dirname(piscina.id), 'worker.js')
      const chunk = this.emitFile({ type: 'chunk', id: file, name: 'workers/piscina' })
      return `import { fileURLToPath } from 'node:url'\nexport default fileURLToPath(import.meta.ROLLUP_FILE_URL_${chunk})`
    },
    transform(code, id) {
      if (/[\\/]piscina[\\/]dist[\\/]index\.js$/.test(id)) {
        if (!piscinaWorker.test(code)) this.error('Piscina names its worker in a new way: look at threads-plugin.ts.')
        return { code: code.replace(piscinaWorker, `require('${piscinaWorkerModule.slice(1)}').default`), map: null }
      }
      if (id.includes('node_modules') || !code.includes('import.meta.url')) return null
      const replaced = code.replace(threadModule, (_all, _quote, file: string) => {
        const module = path.join(path.dirname(id), file)
        const { base } = path.parse(path.dirname(module))
        const name = `workers/${base}-${path.basename(file, '.ts')}`
        const chunk = this.emitFile({ type: 'chunk', id: module, name })
        return `new URL(import.meta.ROLLUP_FILE_URL_${chunk})`
      })
      return replaced === code ? null : { code: replaced, map: null }
    },
  }
}
