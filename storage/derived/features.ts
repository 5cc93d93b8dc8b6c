import type { Feature } from '../../core/defs/index.ts'

/** Whether a message would report on its reader: what `tracker` in a search asks for. */
export function hasTracker(features: readonly Feature[]): boolean {
  return features.some(({ name, value }) => name === 'trackers' && typeof value === 'number' && value > 0)
}
