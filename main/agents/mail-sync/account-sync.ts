import { type Account, fail, toProblem } from '../../../core/defs/index.ts'
import type { Credentials, Events } from '../../../core/index.ts'
import type { Network } from '../../network/index.ts'
import { connectImap, type ImapConnection, idle } from '../../protocols/imap/index.ts'
import { replayJournal } from '../journal-replay/index.ts'
import { fractionOf, type RunningTask, withJitter } from '../scheduler/index.ts'
import { syncLimits } from './limits.ts'
import { fetchEverything, syncOne, syncRound } from './round.ts'
import { createAccountMemory, type Place, type Session, type SyncParts } from './session.ts'
import { createStatusBoard, type StatusBoard } from './status.ts'

export interface AccountSyncParts extends SyncParts {
  readonly network: Network
  readonly credentials: Credentials
  readonly events: Events
  /** silence that counts as a lost connection; shorter in tests */
  readonly stallTimeoutMs?: number | undefined
  /** servers that cannot announce new mail are asked for it so often */
  readonly pollWithoutIdleMs?: number | undefined
}

/** The sync of one account: a connection at a time, its own memory and status. */
export interface AccountSync {
  readonly status: StatusBoard
  /** signs in, brings everything in line, all bodies and waiting actions included, and signs out */
  once(task: RunningTask): Promise<void>
  /** the same, then stays: waits for news and does at once what was asked for; ends only by failing or being stopped */
  stay(task: RunningTask): Promise<void>
  /** a full round that begins after this call; rejects when the connection fails meanwhile */
  round(): Promise<void>
  /** something was done here that the server has to be told */
  wake(): void
}

interface Waiter {
  resolve(): void
  reject(thrown: unknown): void
}

export function createAccountSync(accountId: string, parts: AccountSyncParts): AccountSync {
  const { mirror, clock, events } = parts
  const status = createStatusBoard(accountId, clock, events)
  const memory = createAccountMemory()
  const waiters: Waiter[] = []
  let waking = new AbortController()
  let holdDeletesMs: number = syncLimits.undoWindowMs
  /** when a deletion that can still be undone is due */
  let dueAtMs: number | null = null

  async function open(task: RunningTask): Promise<{ account: Account; connection: ImapConnection }> {
    const account = await mirror.account(accountId)
    if (account?.imap == null) throw fail('not-found', 'This account is not here any more.')
    status.set({ state: 'connecting', problem: null, retryAtMs: null })
    task.report({ step: 'Signing in' })
    const password = await parts.credentials.get(accountId)
    if (password === null) {
      throw fail('auth', `There is no password for ${account.address}. Enter it again; your messages are safe.`, {
        server: `${account.imap.host}:${account.imap.port}`,
      })
    }
    const login = { server: account.imap, password, trustedCertificate: account.trustedCertificate }
    return {
      account,
      connection: await connectImap(login, {
        line: parts.network.line({ kind: 'fetch-mail', accountId }),
        signal: task.signal,
        stallTimeoutMs: parts.stallTimeoutMs,
      }),
    }
  }

  async function replay(session: Session): Promise<void> {
    const pending = await mirror.pendingActions(accountId)
    status.set({ pending })
    dueAtMs = null
    if (pending === 0) return
    dueAtMs = (await replayJournal({ ...session, accountId, holdDeletesMs })).dueAtMs
    status.set({ pending: await mirror.pendingActions(accountId) })
  }

  /** Everything there is to do now. */
  async function full(session: Session): Promise<Place[]> {
    status.set({ state: 'syncing' })
    await replay(session)
    const places = await syncRound(session)
    await fetchEverything(session, places)
    // What had to wait for bodies can go now.
    await replay(session)
    const { current } = status
    const problem = status.takeTrouble()
    status.set({ state: 'idle', mailbox: null, problem, lastSyncMs: clock.nowMs(), total: current.done })
    return places
  }

  function createSession(task: RunningTask, account: Account, connection: ImapConnection): Session {
    let glancedAtMs = clock.nowMs()
    const session: Session = {
      ...parts,
      account,
      connection,
      memory,
      signal: task.signal,
      tally: {
        ...status.tally,
        enter: (mailbox) => {
          status.tally.enter(mailbox)
          task.report({ step: mailbox ?? '' })
        },
        add: (messages) => {
          status.tally.add(messages)
          task.report({ done: status.current.done, total: status.current.total })
        },
      },
      async glance() {
        if (waking.signal.aborted && waiters.length === 0) {
          waking = new AbortController()
          await replay(session)
        }
        if (clock.nowMs() - glancedAtMs < syncLimits.glanceMs) return
        glancedAtMs = clock.nowMs()
        const inbox = (await mirror.mailboxes(accountId)).find(({ role }) => role === 'inbox')
        if (inbox?.sync != null) await syncOne(session, inbox)
      },
    }
    return session
  }

  async function withSession(task: RunningTask, work: (session: Session) => Promise<void>): Promise<void> {
    let connection: ImapConnection | null = null
    try {
      const opened = await open(task)
      connection = opened.connection
      await work(createSession(task, opened.account, connection))
      await connection.logout()
    } catch (thrown) {
      connection?.close()
      const problem = toProblem(thrown)
      if (problem.code === 'cancelled' || task.signal.aborted) status.set({ state: 'idle', mailbox: null })
      else status.fail(problem, null)
      for (const waiter of waiters.splice(0)) waiter.reject(thrown)
      throw thrown
    }
  }

  /** Between two looks at everything: the inbox is watched, actions are told, rounds are done when asked for. */
  async function watch(session: Session, places: readonly Place[]): Promise<void> {
    const inbox = places.find(({ mailbox }) => mailbox.role === 'inbox') ?? places[0]
    if (inbox !== undefined) {
      // Whatever came between the round and IDLE is not announced any more.
      if (await syncOne(session, await fresh(inbox))) return
    }
    const { pollWithoutIdleMs = syncLimits.pollWithoutIdleMs } = parts
    const interval = session.connection.abilities.idle ? syncLimits.pollMs : pollWithoutIdleMs
    const untilMs = clock.nowMs() + withJitter(interval, fractionOf(session.random.id()))
    while (clock.nowMs() < untilMs && waiters.length === 0) {
      session.signal.throwIfAborted()
      const until = Math.max(0, Math.min(untilMs, dueAtMs ?? untilMs) - clock.nowMs())
      const changed = await idle(session.connection, until, wakeSignal(session))
      session.signal.throwIfAborted()
      const due = waking.signal.aborted || (dueAtMs !== null && clock.nowMs() >= dueAtMs)
      if (waking.signal.aborted) waking = new AbortController()
      if (due && (await mirror.pendingActions(accountId)) > 0) {
        await replay(session)
        if (inbox !== undefined && (await syncOne(session, await fresh(inbox)))) return
      } else if (changed && inbox !== undefined && (await syncOne(session, await fresh(inbox)))) return
    }
  }

  const wakeSignal = (session: Session): AbortSignal => AbortSignal.any([waking.signal, session.signal])
  const fresh = async ({ mailbox }: Place) => (await mirror.mailbox(mailbox.id)) ?? mailbox

  return {
    status,
    once: (task) =>
      withSession(task, async (session) => {
        // Whoever asks for one round wants it all told, and there is nobody to undo any more.
        holdDeletesMs = 0
        try {
          await full(session)
        } finally {
          holdDeletesMs = syncLimits.undoWindowMs
        }
      }),
    stay: (task) =>
      withSession(task, async (session) => {
        for (;;) {
          const served = waiters.splice(0)
          let places: Place[]
          try {
            places = await full(session)
          } catch (thrown) {
            for (const waiter of served) waiter.reject(thrown)
            throw thrown
          }
          for (const waiter of served) waiter.resolve()
          task.report({ state: 'waiting', step: 'Waiting for new mail' })
          await watch(session, places)
          task.report({ state: 'running' })
        }
      }),
    round: () =>
      new Promise<void>((resolve, reject) => {
        waiters.push({ resolve, reject })
        waking.abort()
      }),
    wake: () => waking.abort(),
  }
}
