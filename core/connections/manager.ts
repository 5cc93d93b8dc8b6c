import { z } from 'zod'
import type { Stores } from '../../storage/contracts/index.ts'
import { connection, type Handlers, type Operations, refusal } from '../defs/index.ts'
import type { Clock, Random } from '../ports.ts'
import { ConnectionLedger } from './ledger.ts'
import { hourMs } from './limits.ts'
import { savedServer } from './server-record.ts'

/** The record of every connection: what opens them writes into `ledger`, interfaces ask `handlers`. */
export interface Connections {
  readonly ledger: ConnectionLedger
  readonly handlers: Handlers<Operations['connections']>
  /** takes up what was saved last */
  load(): Promise<void>
  /** reads the counters of what is open and writes a small record; nothing is written when nothing changed */
  save(): Promise<void>
  /** told at every change, which may be often */
  onChange(listener: () => void): void
}

interface Dependencies {
  readonly stores: Pick<Stores, 'records' | 'commit'>
  readonly clock: Clock
  readonly random: Random
}

const checkpointId = 'connections'
const savedLedger = z.object({
  servers: z.array(savedServer),
  events: z.array(connection),
  refusals: z.array(refusal),
})

export function createConnections({ stores, clock, random }: Dependencies): Connections {
  let changed = false
  const listeners = new Set<() => void>()
  const ledger = new ConnectionLedger(clock, random, () => {
    changed = true
    for (const listener of listeners) listener()
  })

  async function offline(): Promise<boolean> {
    return (await stores.records.get('settings', 'settings'))?.goneOffline ?? false
  }

  return {
    ledger,
    onChange: (listener) => void listeners.add(listener),
    async load() {
      const record = await stores.records.get('checkpoint', checkpointId)
      // A record of another version is not worth a start that fails: what was connected is remembered anew.
      const saved = savedLedger.safeParse(record?.state)
      if (saved.success && record !== null) ledger.restore(saved.data, record.updatedAtMs)
    },
    async save() {
      ledger.measure()
      if (!changed && ledger.openNow === 0) return
      changed = false
      const { servers, events, refusals } = ledger.saved()
      const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state: { servers, events, refusals } }
      await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, { priority: 'batch' })
    },
    handlers: {
      async list({ sinceMs }) {
        ledger.measure()
        const items = ledger.servers(sinceMs)
        const refusals = ledger.refusals(sinceMs)
        const sum = (key: 'bytesIn' | 'bytesOut') => items.reduce((total, item) => total + item[key], 0)
        return {
          items,
          openNow: ledger.openNow,
          bytesIn: sum('bytesIn'),
          bytesOut: sum('bytesOut'),
          refused: refusals.reduce((total, { times }) => total + times, 0),
          refusedIn: new Set(refusals.flatMap(({ messageId }) => messageId ?? [])).size,
          offline: await offline(),
        }
      },
      async hours({ sinceMs, hoursPerBar, bars }) {
        ledger.measure()
        return { items: barsOf(ledger, { sinceMs, widthMs: hoursPerBar * hourMs, bars, nowMs: clock.nowMs() }) }
      },
      async events({ cursor, limit, host }) {
        ledger.measure()
        const all = ledger.events().filter((event) => host === undefined || event.host === host.toLowerCase())
        return pageAfter(all, cursor, limit)
      },
      refused: async ({ cursor, limit, sinceMs }) => pageAfter(ledger.refusals(sinceMs), cursor, limit),
      async blocked({ messageId, hosts }) {
        ledger.blocked(messageId, hosts)
        return {}
      },
      async export() {
        ledger.measure()
        const all = { exportedAtMs: clock.nowMs(), ...ledger.saved(), events: ledger.events() }
        const bytes = new TextEncoder().encode(`${JSON.stringify(all, null, 2)}\n`)
        return { name: 'connections.json', type: 'application/json', bytes }
      },
      async forget() {
        ledger.forget()
        return {}
      },
    },
  }
}

interface Bars {
  readonly sinceMs: number
  readonly widthMs: number
  readonly bars: number
  readonly nowMs: number
}

/** Whole hours, from that of `sinceMs`; without it, so many that end with this hour. */
function barsOf(ledger: ConnectionLedger, { sinceMs, widthMs, bars, nowMs }: Bars) {
  const thisHour = nowMs - (nowMs % hourMs)
  const startMs = sinceMs > 0 ? sinceMs - (sinceMs % hourMs) : thisHour + hourMs - bars * widthMs
  return Array.from({ length: bars }, (_, at) => startMs + at * widthMs)
    .filter((fromMs) => fromMs <= nowMs)
    .map((fromMs) => {
      const { bytesIn, bytesOut, times } = ledger.moved(fromMs, fromMs + widthMs)
      return { startMs: fromMs, bytesIn, bytesOut, times }
    })
}

/** The cursor is the id of the last one seen. One that is forgotten meanwhile ends the list. */
function pageAfter<T extends { readonly id: string }>(all: readonly T[], cursor: string | undefined, limit: number) {
  const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1
  const items = cursor !== undefined && from === 0 ? [] : all.slice(from, from + limit)
  const last = items.at(-1)
  return { items, nextCursor: last !== undefined && from + items.length < all.length ? last.id : null }
}
