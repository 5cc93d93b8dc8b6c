import type { LogEntry } from '../defs/index.ts'
import { createHybridClock } from './clock.ts'

/** Makes the log entries that go into a change set beside what they describe. */
export interface ChangeLog {
  /** a fresh stamp of the hybrid clock: ids made of it sort by time */
  stamp(): string
  set(entity: LogEntry['entity'], id: string, field: string, value: LogEntry['value']): LogEntry
  /** one entry a field */
  fields(entity: LogEntry['entity'], id: string, values: Readonly<Record<string, unknown>>): LogEntry[]
  add(entity: LogEntry['entity'], id: string, set: string, element: string): LogEntry
  remove(entity: LogEntry['entity'], id: string, set: string, element: string): LogEntry
  delete(entity: LogEntry['entity'], id: string): LogEntry
}

/** `last` is the highest stamp in the log already (LogStore.last). */
export function createChangeLog(clock: { nowMs(): number }, device: string, last: string | null): ChangeLog {
  const hybrid = createHybridClock(device, last)
  const entry = (
    entity: LogEntry['entity'],
    id: string,
    kind: LogEntry['kind'],
    field: string,
    value: LogEntry['value'],
  ): LogEntry => ({ clock: hybrid.next(clock.nowMs()), entity, id, kind, field, value })

  return {
    stamp: () => hybrid.next(clock.nowMs()),
    set: (entity, id, field, value) => entry(entity, id, 'set', field, value),
    fields: (entity, id, values) =>
      Object.entries(values).map(([field, value]) => entry(entity, id, 'set', field, toJson(value))),
    add: (entity, id, set, element) => entry(entity, id, 'add', set, element),
    remove: (entity, id, set, element) => entry(entity, id, 'remove', set, element),
    delete: (entity, id) => entry(entity, id, 'delete', '', null),
  }
}

function toJson(value: unknown): LogEntry['value'] {
  return value === undefined ? null : JSON.parse(JSON.stringify(value))
}
