import { pathToFileURL } from 'node:url'
import { builtIn, type Component, createRegistry, type Registry } from '../../core/components/index.ts'
import { Failure } from '../../core/defs/index.ts'
import { importanceComponents } from '../../core/importance/index.ts'

/** The components of one thread, and what is said of those from outside that could not be taken. */
export interface ThreadComponents {
  readonly registry: Registry
  readonly refused: readonly string[]
}

let loaded: { readonly key: string; readonly components: Promise<ThreadComponents> } | null = null

/** Loaded once a thread: the built-in ones first, then those from outside, each in the same way. */
export function threadComponents(plugins: readonly string[] = []): Promise<ThreadComponents> {
  const key = plugins.join('\n')
  if (loaded?.key !== key) loaded = { key, components: load(plugins) }
  return loaded.components
}

async function load(plugins: readonly string[]): Promise<ThreadComponents> {
  const components: Component[] = [...builtIn, ...importanceComponents]
  let registry = createRegistry(components)
  const refused: string[] = []
  for (const plugin of plugins) {
    try {
      const component = await loadPlugin(plugin)
      registry = createRegistry([...components, component])
      components.push(component)
    } catch (thrown) {
      refused.push(thrown instanceof Failure ? thrown.message : `${plugin} cannot be loaded: ${String(thrown)}`)
    }
  }
  return { registry, refused }
}

/** A module whose default export is a component; createRegistry checks what it is made of. */
async function loadPlugin(plugin: string): Promise<Component> {
  const address = plugin.startsWith('file:') ? plugin : pathToFileURL(plugin).href
  const module: { readonly default?: unknown } = await import(/* @vite-ignore */ address)
  const component = module.default
  if (typeof component !== 'object' || component === null || !('run' in component) || !('yields' in component)) {
    throw new TypeError('its default export is no component')
  }
  return component as Component // checked by createRegistry as far as it can be; run.ts trusts nothing of it
}
