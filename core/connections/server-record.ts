import { z } from 'zod'
import { type Connection, type ContactedServer, contactedServer } from '../defs/index.ts'
import { connectionLimits } from './limits.ts'
import { type Moved, Traffic } from './traffic.ts'

const stretch = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])

/** One server as it is kept on disk. */
export const savedServer = contactedServer
  .pick({ service: true, host: true, port: true, address: true, errands: true, protection: true, problem: true })
  .extend({ lastAtMs: z.number(), hours: z.array(stretch), days: z.array(stretch) })
export type SavedServer = z.output<typeof savedServer>

type Facts = Pick<Connection, 'service' | 'host' | 'port'>

export const serverKey = ({ service, host, port }: Facts): string => `${service} ${host} ${port}`

/** What is known of one server: the latest connection stands for how it is protected, all of them for what was moved. */
export class ServerRecord {
  readonly facts: Facts
  readonly #traffic: Traffic
  readonly #errands: ContactedServer['errands']
  #address: string | null
  #protection: ContactedServer['protection']
  #problem: ContactedServer['problem']
  lastAtMs: number
  openNow = 0

  constructor(saved: SavedServer) {
    const { service, host, port } = saved
    this.facts = { service, host, port }
    this.#traffic = Traffic.from(saved.hours, saved.days)
    this.#errands = saved.errands
    this.#address = saved.address
    this.#protection = saved.protection
    this.#problem = saved.problem
    this.lastAtMs = saved.lastAtMs
  }

  static of({ service, host, port }: Facts): ServerRecord {
    const nothing = { address: null, protection: null, problem: null, errands: [], hours: [], days: [] }
    return new ServerRecord({ service, host, port, ...nothing, lastAtMs: 0 })
  }

  opened({ errand }: Pick<Connection, 'errand'>, nowMs: number): void {
    this.openNow += 1
    this.lastAtMs = nowMs
    this.#traffic.add(nowMs, { times: 1 })
    const text = JSON.stringify(errand)
    const at = this.#errands.findIndex((known) => JSON.stringify(known.errand) === text)
    const [known] = at === -1 ? [] : this.#errands.splice(at, 1)
    this.#errands.unshift({ errand, times: (known?.times ?? 0) + 1, lastAtMs: nowMs })
    this.#errands.splice(connectionLimits.errandsOfServer)
  }

  reached(address: string): void {
    this.#address = address
  }

  secured(protection: ContactedServer['protection']): void {
    this.#protection = protection
  }

  moved(bytes: Pick<Moved, 'bytesIn' | 'bytesOut'>, nowMs: number): void {
    this.lastAtMs = nowMs
    this.#traffic.add(nowMs, bytes)
  }

  ended(problem: ContactedServer['problem'], nowMs: number): void {
    this.openNow -= 1
    this.lastAtMs = nowMs
    this.#problem = problem
    if (problem !== null) this.#traffic.add(nowMs, { failed: 1 })
  }

  /** true when nothing is left to remember */
  age(nowMs: number): boolean {
    this.#traffic.age(nowMs)
    return this.openNow === 0 && this.#traffic.empty
  }

  between(fromMs: number, toMs: number): Moved {
    return this.#traffic.between(fromMs, toMs)
  }

  /** null when there was nothing since then */
  since(sinceMs: number): ContactedServer | null {
    const moved = this.#traffic.since(sinceMs)
    if (moved.times === 0 && moved.bytesIn + moved.bytesOut === 0 && this.openNow === 0) return null
    return { ...this.#known(), ...moved, openNow: this.openNow }
  }

  saved(): SavedServer {
    return { ...this.#known(), ...this.#traffic.saved() }
  }

  #known() {
    return {
      ...this.facts,
      address: this.#address,
      errands: this.#errands.map((each) => ({ ...each })),
      protection: this.#protection,
      problem: this.#problem,
      lastAtMs: this.lastAtMs,
    }
  }
}
