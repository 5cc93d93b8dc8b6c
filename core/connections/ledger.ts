import type { Connection, ConnectionProtection, ContactedServer, Errand, Problem, Refusal } from '../defs/index.ts'
import type { Clock, Random } from '../ports.ts'
import { connectionLimits } from './limits.ts'
import { Refusals } from './refusals.ts'
import { ServerRecord, serverKey } from './server-record.ts'
import { type Moved, nothingMoved, plus } from './traffic.ts'

/** What is known before the first byte. */
export interface Opening {
  readonly service: Connection['service']
  readonly host: string
  readonly port: number
  readonly errand: Errand
  readonly question?: string
}

/** A connection that is under way, told by whoever opened it. */
export interface OpenConnection {
  /** how many bytes have passed until now; asked now and then, and at the end */
  counts(counter: () => { readonly bytesIn: number; readonly bytesOut: number }): void
  reached(address: string): void
  secured(protection: ConnectionProtection): void
  /** once; later calls do nothing */
  ended(problem: Problem | null): void
}

/** What was not opened, and what for it would have been. */
export interface Refused {
  readonly host: string
  readonly reason: 'offline' | 'unexplained'
  readonly errand: Errand
}

/** What is written to disk. */
export interface SavedLedger {
  readonly servers: ReturnType<ServerRecord['saved']>[]
  readonly events: Connection[]
  readonly refusals: Refusal[]
}

interface Live {
  readonly event: Connection
  readonly server: ServerRecord
  counter: () => { readonly bytesIn: number; readonly bytesOut: number }
}

/** Every connection of this program, kept as it happens. All in memory and bounded; nothing here waits for a disk. */
export class ConnectionLedger {
  readonly #clock: Clock
  readonly #random: Random
  readonly #onChange: () => void
  readonly #servers = new Map<string, ServerRecord>()
  readonly #live = new Map<string, Live>()
  #ended: Connection[] = []
  #refusals: Refusals

  /** `onChange` is called at every change, which may be often. */
  constructor(clock: Clock, random: Random, onChange: () => void) {
    this.#clock = clock
    this.#random = random
    this.#onChange = onChange
    this.#refusals = new Refusals(random)
  }

  open(opening: Opening): OpenConnection {
    const nowMs = this.#clock.nowMs()
    const event = beginning(this.#random.id(), opening, nowMs)
    const server = this.#server(event)
    const live: Live = { event, server, counter: () => ({ bytesIn: 0, bytesOut: 0 }) }
    this.#live.set(event.id, live)
    server.opened(event, nowMs)
    // What was asked for is not refused any more.
    if (event.errand.kind === 'show-pictures') this.#refusals.granted(event.host, event.errand.messageId)
    this.#onChange()
    return {
      counts: (counter) => {
        live.counter = counter
      },
      reached: (address) => {
        event.outcome = 'open'
        event.address = address
        server.reached(address)
        this.#onChange()
      },
      secured: (protection) => {
        event.protection = protection
        server.secured(protection)
        this.#onChange()
      },
      ended: (problem) => this.#end(live, problem),
    }
  }

  /** Something wanted a connection and did not get it. */
  refuse({ host, reason, errand }: Refused): void {
    const messageId = errand.kind === 'show-pictures' ? errand.messageId : null
    this.#refusals.add({ host: name(host), reason, errand, messageId }, this.#clock.nowMs())
    this.#onChange()
  }

  /** A message was shown without what it wanted to load. */
  blocked(messageId: string, hosts: readonly { host: string; times: number; tracker: boolean }[]): void {
    const nowMs = this.#clock.nowMs()
    for (const { host, times, tracker } of hosts) {
      const reason = tracker ? 'tracker' : 'remote-content'
      this.#refusals.set({ host: name(host), reason, messageId, errand: null }, times, nowMs)
    }
    if (hosts.length > 0) this.#onChange()
  }

  /** Reads the counters of what is open, and forgets what is old. */
  measure(): void {
    const nowMs = this.#clock.nowMs()
    for (const live of this.#live.values()) count(live, nowMs)
    for (const [key, server] of this.#servers) if (server.age(nowMs)) this.#servers.delete(key)
    this.#refusals.age(nowMs)
  }

  get openNow(): number {
    return this.#live.size
  }

  /** The latest first. */
  servers(sinceMs: number): ContactedServer[] {
    const found = [...this.#servers.values()].flatMap((server) => server.since(sinceMs) ?? [])
    return found.sort((a, b) => b.openNow - a.openNow || b.lastAtMs - a.lastAtMs || (a.host < b.host ? -1 : 1))
  }

  moved(fromMs: number, toMs: number): Moved {
    const sum = nothingMoved()
    for (const server of this.#servers.values()) plus(sum, server.between(fromMs, toMs))
    return sum
  }

  /** The latest first. */
  events(): Connection[] {
    const all = [...this.#ended, ...[...this.#live.values()].map(({ event }) => event)]
    return all.map((event) => ({ ...event })).sort((a, b) => b.openedAtMs - a.openedAtMs || (a.id < b.id ? 1 : -1))
  }

  refusals(sinceMs: number): Refusal[] {
    return this.#refusals.since(sinceMs)
  }

  forget(): void {
    this.#ended = []
    this.#refusals.clear()
    for (const [key, server] of this.#servers) if (server.openNow === 0) this.#servers.delete(key)
    this.#onChange()
  }

  saved(): SavedLedger {
    return {
      servers: [...this.#servers.values()].map((server) => server.saved()),
      events: this.events().slice(0, connectionLimits.savedEvents),
      refusals: this.refusals(0).reverse(),
    }
  }

  /** Takes up what was saved at `savedAtMs`; what was open then ended with the program. */
  restore({ servers, events, refusals }: SavedLedger, savedAtMs: number): void {
    for (const saved of servers) this.#servers.set(serverKey(saved), new ServerRecord(saved))
    this.#ended = events
      .toReversed()
      .map((event) =>
        event.closedAtMs === null ? { ...event, closedAtMs: savedAtMs, outcome: 'closed' as const } : event,
      )
    this.#refusals = new Refusals(this.#random, refusals)
    this.measure()
  }

  #end(live: Live, problem: Problem | null): void {
    const { event, server } = live
    if (!this.#live.delete(event.id)) return
    const nowMs = this.#clock.nowMs()
    count(live, nowMs)
    const known = problem === null ? null : { code: problem.code, message: words(problem.message) }
    event.closedAtMs = nowMs
    event.outcome = problem === null ? 'closed' : 'failed'
    event.problem = known
    server.ended(known, nowMs)
    this.#ended.push(event)
    if (this.#ended.length > connectionLimits.events) this.#ended.splice(0, 1)
    this.#onChange()
  }

  #server(event: Connection): ServerRecord {
    const key = serverKey(event)
    const known = this.#servers.get(key)
    if (known !== undefined) return known
    if (this.#servers.size >= connectionLimits.servers) this.#forgetOldest()
    const made = ServerRecord.of(event)
    this.#servers.set(key, made)
    return made
  }

  #forgetOldest(): void {
    const closed = [...this.#servers].filter(([, { openNow }]) => openNow === 0)
    const [oldest] = closed.sort(([, a], [, b]) => a.lastAtMs - b.lastAtMs)
    if (oldest !== undefined) this.#servers.delete(oldest[0])
  }
}

const beginning = (id: string, { service, host, port, errand, question }: Opening, nowMs: number): Connection => ({
  id,
  service,
  host: name(host),
  port,
  address: null,
  errand,
  question: question?.slice(0, connectionLimits.wordsLength) ?? null,
  protection: null,
  bytesIn: 0,
  bytesOut: 0,
  openedAtMs: nowMs,
  closedAtMs: null,
  outcome: 'opening',
  problem: null,
})

/** What has passed since the last look belongs to this hour. */
function count({ event, server, counter }: Live, nowMs: number): void {
  const { bytesIn, bytesOut } = counter()
  const more = { bytesIn: Math.max(0, bytesIn - event.bytesIn), bytesOut: Math.max(0, bytesOut - event.bytesOut) }
  if (more.bytesIn + more.bytesOut === 0) return
  event.bytesIn += more.bytesIn
  event.bytesOut += more.bytesOut
  server.moved(more, nowMs)
}

const name = (host: string): string => host.toLowerCase().slice(0, connectionLimits.nameLength)
const words = (text: string): string => text.slice(0, connectionLimits.wordsLength)
