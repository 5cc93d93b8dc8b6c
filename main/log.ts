import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Logger } from '../core/index.ts'

/** The log is begun anew at this size; the one before is kept. */
const maxLogBytes = 5_000_000

/** Structured lines in `caliopen.log` of the data directory. Whatever looks like a secret is left out. */
export function openLog(directory: string, level: 'error' | 'warn' | 'info' | 'debug'): Logger {
  const file = join(directory, 'caliopen.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(file, `${file}.1`)
  const secrets = ['password', 'secret', 'token', 'credentials'].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const log = pino(
    { level, redact: { paths: secrets, remove: true } },
    // Written at once: a command that ends before an asynchronous file is open would end with an error.
    pino.destination({ dest: file, sync: true, mkdir: true }),
  )
  return {
    debug: (message, facts = {}) => log.debug(facts, message),
    info: (message, facts = {}) => log.info(facts, message),
    warn: (message, facts = {}) => log.warn(facts, message),
    error: (message, facts = {}) => log.error(facts, message),
  }
}
