import type { Feature } from '../../core/defs/index.ts'

/** Whether a message would report on its reader: what `tracker` in a search asks for. */
export function hasTracker(features: readonly Feature[]): boolean {
  return features.some(({ name, value }) => name === 'trackers' && (isAbove(value) || isAbove(countIn(value))))
}

const isAbove = (value: unknown): boolean => typeof value === 'number' && value > 0

/** `{ count, … }`, as components say how many and which. */
function countIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'count') : null
}
