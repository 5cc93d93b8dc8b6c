import type { z } from 'zod'
import { accounts } from './accounts.ts'
import { authentication } from './authentication.ts'
import { bulk } from './bulk.ts'
import { connections } from './connections.ts'
import { contacts } from './contacts.ts'
import { discussions } from './discussions.ts'
import { drafts } from './drafts.ts'
import { importance } from './importance.ts'
import { mailboxes } from './mailboxes.ts'
import { actions, messages } from './messages.ts'
import { notifications } from './notifications.ts'
import type { Handlers, NounClient, Operation } from './operation.ts'
import { outbox } from './outbox.ts'
import { privacy } from './privacy.ts'
import { rules } from './rules.ts'
import { search } from './search.ts'
import { settingsOperations } from './settings.ts'
import { tags } from './tags.ts'
import { exports, imports, sync, system, tasks } from './tasks.ts'
import { threads } from './threads.ts'
import { unsubscribe } from './unsubscribe.ts'

export * from './accounts.ts'
export * from './authentication.ts'
export * from './bulk.ts'
export * from './connections.ts'
export * from './contact-card.ts'
export * from './contacts.ts'
export * from './discussions.ts'
export * from './drafts.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './flags.ts'
export * from './importance.ts'
export * from './log.ts'
export * from './mailboxes.ts'
export * from './mailto.ts'
export * from './messages.ts'
export * from './notifications.ts'
export * from './operation.ts'
export * from './outbox.ts'
export * from './participants.ts'
export * from './privacy.ts'
export * from './ranges.ts'
export * from './records.ts'
export * from './rules.ts'
export * from './search.ts'
export * from './settings.ts'
export * from './tags.ts'
export * from './tasks.ts'
export * from './threads.ts'
export * from './unsubscribe.ts'

/** Everything that can be asked of core, by noun and verb. An operation is named `noun.verb` everywhere. */
export const operations = {
  accounts,
  actions,
  authentication,
  bulk,
  connections,
  contacts,
  discussions,
  drafts,
  exports,
  importance,
  imports,
  mailboxes,
  messages,
  notifications,
  outbox,
  privacy,
  rules,
  search,
  settings: settingsOperations,
  sync,
  system,
  tags,
  tasks,
  threads,
  unsubscribe,
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
