import type { Task } from '../../../core/defs/index.ts'

export interface Job {
  /** jobs with the same key never run at the same time; the later waits */
  readonly key: string
  readonly kind: Task['kind']
  /** what it works on, in words */
  readonly label: string
  readonly accountId?: string | null
}
