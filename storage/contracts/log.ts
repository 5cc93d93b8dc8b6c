import type { LogEntry } from '../../core/defs/index.ts'

/** The log of changes that devices will exchange. Entries come in by ChangeSet and are never changed. */
export interface LogStore {
  /** in clock order, after `clock` (exclusive) */
  since(clock: string | null, limit: number): Promise<LogEntry[]>
  /** the highest clock there is: where this device's own clock goes on from */
  last(): Promise<string | null>
  count(): Promise<number>
}
