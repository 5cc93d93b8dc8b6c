import type { z } from 'zod'
import { accounts } from './accounts.ts'
import { drafts } from './drafts.ts'
import { mailboxes } from './mailboxes.ts'
import { actions, messages } from './messages.ts'
import type { Handlers, NounClient, Operation } from './operation.ts'
import { outbox } from './outbox.ts'
import { search } from './search.ts'
import { settingsOperations } from './settings.ts'
import { exports, imports, sync, system, tasks } from './tasks.ts'
import { threads } from './threads.ts'

export * from './accounts.ts'
export * from './drafts.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './flags.ts'
export * from './log.ts'
export * from './mailboxes.ts'
export * from './messages.ts'
export * from './operation.ts'
export * from './outbox.ts'
export * from './participants.ts'
export * from './records.ts'
export * from './search.ts'
export * from './settings.ts'
export * from './tasks.ts'
export * from './threads.ts'

/** Everything that can be asked of core, by noun and verb. An operation is named `noun.verb` everywhere. */
export const operations = {
  accounts,
  actions,
  drafts,
  exports,
  imports,
  mailboxes,
  messages,
  outbox,
  search,
  settings: settingsOperations,
  sync,
  system,
  tasks,
  threads,
} as const

export type Operations = typeof operations
export type NounName = keyof Operations

/** What core implements, and what a caller in any process sees. */
export type AllHandlers = { readonly [N in NounName]: Handlers<Operations[N]> }
export type Client = { readonly [N in NounName]: NounClient<Operations[N]> }

export interface NamedOperation {
  readonly name: `${string}.${string}`
  readonly noun: string
  readonly verb: string
  readonly operation: Operation<z.ZodType, z.ZodType>
}

/** The operations as a list: what interfaces walk. */
export const operationList: readonly NamedOperation[] = Object.entries(operations).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(
    ([verb, operation]): NamedOperation => ({ name: `${noun}.${verb}`, noun, verb, operation }),
  ),
)
