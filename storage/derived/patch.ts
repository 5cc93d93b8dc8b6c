import type { Patch } from '../contracts/index.ts'

/** The patched record, or null when one of `from` is not what is there now. */
export function applyPatch<T extends object>(current: T, patch: Patch<T>): T | null {
  for (const [key, expected] of Object.entries(patch.from)) {
    if (!sameJson(Reflect.get(current, key), expected)) return null
  }
  return { ...current, ...patch.set }
}

/** Equality of JSON values: the order of an object's keys does not matter, an absent key is `undefined`. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameJson(item, b[i]))
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!sameJson(Reflect.get(a, key), Reflect.get(b, key))) return false
  }
  return true
}
