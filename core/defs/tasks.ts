import { z } from 'zod'
import { problem } from './errors.ts'
import { bytes, command, nothing, query } from './operation.ts'

/** Something that runs by itself or was asked for, visible while it runs and a while after. */
export const task = z.object({
  id: z.string(),
  kind: z.enum(['sync', 'outbox', 'journal', 'import', 'export', 'action', 'maintenance']),
  /** what it works on, in words: an account's address, a file's name */
  label: z.string(),
  accountId: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'paused', 'done', 'failed', 'cancelled']),
  /** where it is, in words: the mailbox, the file */
  step: z.string(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  /** items a second, smoothed; null before it is known */
  rate: z.number().nullable(),
  remainingMs: z.number().nullable(),
  problem: problem.nullable(),
  /** when it will try again by itself */
  retryAtMs: z.number().int().nullable(),
  startedAtMs: z.number().int(),
  endedAtMs: z.number().int().nullable(),
})
export type Task = z.output<typeof task>

export const tasks = {
  list: query('What the program is doing, and what it did lately', nothing, z.object({ items: z.array(task) })),
  cancel: command('Stop a task', z.object({ id: z.string() }), nothing),
}

/** How one account stands with its server. */
export const syncStatus = z.object({
  accountId: z.string(),
  state: z.enum(['idle', 'connecting', 'syncing', 'offline', 'error', 'paused']),
  mailbox: z.string().nullable(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  rate: z.number().nullable(),
  remainingMs: z.number().nullable(),
  /** actions waiting to be told to the server */
  pending: z.number().int(),
  lastSyncMs: z.number().int().nullable(),
  problem: problem.nullable(),
  retryAtMs: z.number().int().nullable(),
})
export type SyncStatus = z.output<typeof syncStatus>

export const sync = {
  status: query('How each account stands with its server', nothing, z.object({ items: z.array(syncStatus) })),
  now: command(
    'Fetch and send now; answers when done',
    z.object({ accountId: z.string().optional() }),
    z.object({ items: z.array(syncStatus) }),
  ),
  pause: command('Stop fetching for an account until it is resumed', z.object({ accountId: z.string() }), nothing),
  resume: command('Go on fetching', z.object({ accountId: z.string() }), nothing),
}

export const importReport = z.object({
  imported: z.number().int(),
  duplicates: z.number().int(),
  failed: z.array(z.object({ source: z.string(), offset: z.number().int(), code: z.string(), message: z.string() })),
})
export type ImportReport = z.output<typeof importReport>

export const imports = {
  run: command(
    'Import mbox files, Maildirs, .eml files, folders or zip files of them; answers when done',
    z.object({ paths: z.array(z.string()).min(1), accountId: z.string().optional() }),
    importReport,
  ),
  begin: command(
    'Begin to hand over a file from the window',
    z.object({ name: z.string().max(500), sizeBytes: z.number().int() }),
    z.object({ uploadId: z.string() }),
  ),
  chunk: command(
    'The next piece of the file',
    z.object({ uploadId: z.string(), offset: z.number().int(), bytes }),
    nothing,
  ),
  finish: command('Import the file that was handed over', z.object({ uploadId: z.string() }), importReport),
}

export const exports = {
  run: command(
    'Write all messages, or those of some mailboxes, into a folder',
    z.object({
      directory: z.string(),
      format: z.enum(['mbox', 'eml', 'maildir']),
      mailboxIds: z.array(z.string()).optional(),
    }),
    z.object({ exported: z.number().int(), files: z.number().int(), failed: z.array(problem) }),
  ),
}

export const finding = z.object({
  check: z.enum(['integrity', 'blobs', 'orphans', 'search', 'threads', 'discussions', 'counts', 'log', 'recovery']),
  ok: z.boolean(),
  message: z.string(),
  count: z.number().int(),
  repaired: z.boolean(),
})
export type Finding = z.output<typeof finding>

export const stats = z.object({
  messages: z.number().int(),
  threads: z.number().int(),
  mailboxes: z.number().int(),
  accounts: z.number().int(),
  unread: z.number().int(),
  rawBytes: z.number(),
  databaseBytes: z.number(),
  blobBytes: z.number(),
  oldestMs: z.number().int().nullable(),
  newestMs: z.number().int().nullable(),
})
export type Stats = z.output<typeof stats>

export const system = {
  info: query(
    'Version, place of the data, where credentials are kept',
    nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'node']),
      dataDirectory: z.string(),
      credentials: z.object({
        kind: z.enum(['keychain', 'vault-passphrase', 'vault-key-file', 'none']),
        message: z.string(),
      }),
    }),
  ),
  stats: query('Counts and sizes', nothing, stats),
  doctor: command(
    'Check everything stored and repair what can be',
    z.object({ repair: z.boolean().default(true) }),
    z.object({ findings: z.array(finding) }),
  ),
}
