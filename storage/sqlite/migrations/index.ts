import type { Migration } from '../connection/index.ts'
import { messagesMigration } from './0001-messages.ts'
import { searchMigration } from './0002-search.ts'
import { recoveryMigration } from './0003-recovery.ts'
import { discussionsMigration } from './0004-discussions.ts'

/** In order; the version of a step is its place in this list, from 1. */
export const migrations: readonly Migration[] = [
  messagesMigration,
  searchMigration,
  recoveryMigration,
  discussionsMigration,
]
