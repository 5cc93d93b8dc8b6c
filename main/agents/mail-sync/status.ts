import type { Problem, SyncStatus } from '../../../core/defs/index.ts'
import type { Clock, Events } from '../../../core/index.ts'
import { createPace } from '../scheduler/index.ts'
import { syncLimits } from './limits.ts'
import type { Tally } from './session.ts'

/** How one account stands, told as `sync.changed` a few times a second at most. */
export interface StatusBoard {
  readonly current: SyncStatus
  /** counts and rate of what runs now */
  readonly tally: Tally
  set(change: Partial<Omit<SyncStatus, 'accountId'>>): void
  fail(problem: Problem, retryAtMs: number | null): void
  /** the trouble of this round, forgotten with the question */
  takeTrouble(): Problem | null
}

export function createStatusBoard(accountId: string, clock: Clock, events: Events): StatusBoard {
  let current: SyncStatus = {
    accountId,
    state: 'idle',
    mailbox: null,
    done: 0,
    total: null,
    rate: null,
    remainingMs: null,
    pending: 0,
    lastSyncMs: null,
    problem: null,
    retryAtMs: null,
  }
  const pace = createPace(clock)
  let toldAtMs = 0
  let told = ''
  let trouble: Problem | null = null

  const change = (set: Partial<SyncStatus>): void => {
    const before = current
    current = { ...current, ...set }
    const nowMs = clock.nowMs()
    const quiet = current.state === before.state && current.problem === before.problem
    if (quiet && nowMs - toldAtMs < syncLimits.statusEveryMs) return
    const text = JSON.stringify(current)
    if (text === told) return
    told = text
    toldAtMs = nowMs
    events.emit({ type: 'sync.changed', status: current })
  }

  return {
    get current() {
      return current
    },
    set: change,
    fail(problem, retryAtMs) {
      const away = problem.code === 'offline' || problem.code === 'timeout'
      const state = away ? 'offline' : 'error'
      change({ state, problem, retryAtMs, mailbox: null, rate: null, remainingMs: null })
    },
    takeTrouble() {
      const taken = trouble
      trouble = null
      return taken
    },
    tally: {
      trouble: (problem) => {
        trouble ??= problem
      },
      enter: (mailbox) => change(mailbox === null ? { mailbox, rate: null, remainingMs: null } : { mailbox }),
      expect(done, total) {
        pace.restart()
        change({ done, total, ...pace.measure(done, total) })
      },
      add(messages) {
        const total = current.total === null ? null : Math.max(current.total, current.done + messages)
        const done = current.done + messages
        change({ done, total, ...pace.measure(done, total) })
      },
    },
  }
}
