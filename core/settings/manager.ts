import { type Handlers, type Operations, type Settings, settings } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** The settings as stored, defaults where nothing was chosen. */
export async function readSettings(context: CoreContext): Promise<Settings> {
  const record = await context.stores.records.get('settings', 'settings')
  return settings.parse(record ?? {})
}

export function createSettingsManager(context: CoreContext): Handlers<Operations['settings']> {
  return {
    get: () => readSettings(context),
    async update({ set }) {
      const merged = settings.parse({ ...(await readSettings(context)), ...set })
      await context.stores.commit({
        recordPuts: [{ noun: 'settings', value: { ...merged, id: 'settings' } }],
        log: context.log.fields('settings', 'settings', set),
      })
      context.events.emit({ type: 'settings.changed', settings: merged })
      return merged
    },
  }
}
