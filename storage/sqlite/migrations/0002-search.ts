import type { Migration } from '../connection/index.ts'

export const searchMigration: Migration = { version: 2, up: () => {} }
