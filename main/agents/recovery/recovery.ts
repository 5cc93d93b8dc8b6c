import { type Core, type CoreContext, type LostMessages, rebuildFromBlobs } from '../../../core/index.ts'
import type { Scheduler } from '../scheduler/index.ts'

/** A database that had to be replaced, and the way back of what was in it. */
export interface Recovery {
  /** what happened, what is safe and what goes on, for a person */
  readonly message: string
  /** resolves when everything is back; rejects with the first reason why it is not (it is tried again by itself) */
  readonly finished: Promise<void>
}

/** What storage says of a database that it replaced. */
export interface LostDatabase extends LostMessages {
  /** where the damaged one is; null when there was none any more */
  readonly keptAt: string | null
}

export interface RecoveryDependencies extends CoreContext {
  readonly core: Pick<Core, 'accounts' | 'ingest' | 'mailboxes'>
  readonly scheduler: Pick<Scheduler, 'repeat'>
}

/** The mailbox on this computer for messages whose place went with the database. */
const recoveredPath = 'Recovered'

/** Begins to take everything in again, as a task. What is interrupted goes on at the next start. */
export function createRecovery({ core, scheduler, ...context }: RecoveryDependencies, lost: LostDatabase): Recovery {
  const { accounts, ingest, mailboxes } = core
  const fallback = async (): Promise<string> => {
    const account = await accounts.ensureLocalAccount()
    return (await mailboxes.ensurePath(account.id, recoveredPath)).id
  }
  const message = inWords(lost.keptAt)
  context.logger.warn(message, { keptAt: lost.keptAt })
  const job = scheduler.repeat({
    key: 'recovery',
    kind: 'maintenance',
    label: 'Reading your messages again: the database was damaged',
    everyMs: null,
    run: (task) =>
      rebuildFromBlobs(context, ingest, lost, {
        fallback,
        signal: task.signal,
        onProgress: (progress) => task.report({ step: 'Reading your messages again', ...progress }),
      }),
  })
  const finished = job.trigger() // the run that has just begun
  finished.catch(() => undefined) // told by its task
  return { message, finished }
}

function inWords(keptAt: string | null): string {
  const what = keptAt === null ? 'The database was gone.' : 'The database was damaged.'
  const kept = keptAt === null ? '' : ` The damaged database is kept as ${keptAt}.`
  return `${what} No stored message is lost: they are read again now.${kept} What stood on a server comes back to its place with the next sync.`
}
