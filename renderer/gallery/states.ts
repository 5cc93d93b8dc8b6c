import { type Settings, type SyncStatus, settings, type Task } from '../../core/defs/index.ts'

export interface FixtureState {
  settings: Settings
  sync: SyncStatus[]
  tasks: Task[]
}

const idle = (accountId: string, nowMs: number): SyncStatus => ({
  accountId,
  state: 'idle',
  mailbox: null,
  done: 0,
  total: null,
  rate: null,
  remainingMs: null,
  pending: 0,
  lastSyncMs: nowMs - 120_000,
  problem: null,
  retryAtMs: null,
})

/** How the accounts stand in each scenario. */
export function stateOf(scenario: string, nowMs: number): FixtureState {
  const personal = idle('personal', nowMs)
  const university = idle('university', nowMs)
  const state = { settings: settings.parse({}), sync: [personal, university], tasks: [] }
  switch (scenario) {
    case 'welcome':
      return { ...state, sync: [] }
    case 'first-sync':
      return {
        ...state,
        sync: [
          personal,
          {
            ...university,
            state: 'syncing',
            mailbox: 'INBOX',
            done: 12_400,
            total: 61_038,
            rate: 58,
            remainingMs: 840_000,
            lastSyncMs: null,
          },
        ],
      }
    case 'offline':
      return {
        ...state,
        sync: [
          personal,
          {
            ...university,
            state: 'offline',
            pending: 2,
            retryAtMs: nowMs + 60_000,
            problem: {
              code: 'offline',
              message: 'No connection to imap.univ.example. 2 changes are waiting here and go out by themselves.',
              server: 'imap.univ.example:993',
              details: 'connect ECONNREFUSED',
            },
          },
        ],
      }
    default:
      return state
  }
}
