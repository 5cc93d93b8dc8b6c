import { lookup as systemLookup } from 'node:dns'
import { getServers, Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { type Errand, fail } from '../../core/defs/index.ts'
import type { Clock, ConnectionLedger, NameAnswer, NameType } from '../../core/index.ts'
import { networkLimits } from './limits.ts'
import { codeOf, connectionProblem } from './problems.ts'

export type RecordType = NameType | 'SRV'

/** Questions to the Domain Name System. */
export interface Names {
  /** What is published at a name. Never throws but when `signal` is aborted. */
  ask(name: string, type: RecordType, errand: Errand, signal?: AbortSignal): Promise<NameAnswer>
  /** how sockets find the addresses of a host: by the system, its file of hosts and its own network included */
  lookupFor(errand: Errand): LookupFunction
  close(): void
}

export interface NamesOptions {
  readonly ledger: Pick<ConnectionLedger, 'open' | 'refuse'>
  readonly clock: Clock
  readonly offline: () => boolean
  /** `address` or `address:port`; empty: those of the system */
  readonly servers: readonly string[]
  /** how long one server is waited for; shorter in tests */
  readonly questionTryMs?: number | undefined
}

const namesPort = 53

export function createNames({ ledger, clock, offline, servers, ...patience }: NamesOptions): Names {
  const { questionTryMs = networkLimits.questionTryMs } = patience
  const known = new Map<string, { readonly answer: NameAnswer; readonly untilMs: number }>()
  const underWay = new Map<string, Promise<NameAnswer>>()
  const turns = createTurns(networkLimits.questionsAtOnce)
  const closing = new AbortController()

  async function once(name: string, type: RecordType, errand: Errand): Promise<NameAnswer> {
    const leave = await turns.enter()
    const record = ledger.open({ ...serverAsked(servers), service: 'names', errand, question: `${name} ${type}` })
    try {
      const answer = await question(name, type, createResolver(servers, questionTryMs), closing.signal)
      if (answer.kind === 'unreachable') record.ended(unanswered(answer.reason))
      else record.ended(null)
      return answer
    } finally {
      leave()
    }
  }

  async function answerTo(name: string, type: RecordType, errand: Errand): Promise<NameAnswer> {
    const key = `${type} ${name}`
    const remembered = known.get(key)
    if (remembered !== undefined && clock.nowMs() < remembered.untilMs) return remembered.answer
    if (offline()) {
      ledger.refuse({ host: name, reason: 'offline', errand })
      return { kind: 'unreachable', reason: 'offline' }
    }
    if (underWay.size >= networkLimits.questionsWaiting) return { kind: 'unreachable', reason: 'no-answer' }
    const asking = underWay.get(key) ?? once(name, type, errand).finally(() => underWay.delete(key))
    underWay.set(key, asking)
    const answer = await asking
    remember(known, key, answer, clock.nowMs())
    return answer
  }

  return {
    async ask(name, type, errand, signal) {
      signal?.throwIfAborted()
      const asked = name.toLowerCase().replace(/\.$/, '')
      if (asked === '' || asked.length > networkLimits.nameLength) return { kind: 'none', exists: false }
      return untilAborted(answerTo(asked, type, errand), signal)
    },
    lookupFor: (errand) => (host, options, done) => {
      if (isLocalName(host)) return systemLookup(host, options, done)
      const record = ledger.open({ ...serverAsked([]), service: 'names', errand, question: `${host} A AAAA` })
      systemLookup(host, options, (error, ...answer) => {
        record.ended(error === null ? null : connectionProblem(error, host))
        done(error, ...answer)
      })
    },
    close: () => closing.abort(),
  }
}

/** One a question, so that it can be given up alone, and so that the servers are those that the system has now. */
function createResolver(servers: readonly string[], timeout: number): Resolver {
  const resolver = new Resolver({ timeout, tries: networkLimits.questionTries })
  if (servers.length > 0) resolver.setServers(servers)
  return resolver
}

async function question(name: string, type: RecordType, resolver: Resolver, closing: AbortSignal): Promise<NameAnswer> {
  const stop = (): void => resolver.cancel()
  const timer = setTimeout(stop, networkLimits.questionMs)
  closing.addEventListener('abort', stop, { once: true })
  try {
    const records = await recordsOf(resolver, name, type)
    const length = records.reduce((sum, record) => sum + record.length, 0)
    if (records.length > networkLimits.records || length > networkLimits.answerLength) {
      return { kind: 'unreachable', reason: 'bad-answer' }
    }
    return records.length === 0 ? { kind: 'none', exists: true } : { kind: 'found', records }
  } catch (thrown) {
    return answerOfFailure(codeOf(thrown))
  } finally {
    clearTimeout(timer)
    closing.removeEventListener('abort', stop)
  }
}

async function recordsOf(resolver: Resolver, name: string, type: RecordType): Promise<string[]> {
  switch (type) {
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`)
    case 'SRV':
      return (await resolver.resolveSrv(name)).map((srv) => `${srv.priority} ${srv.weight} ${srv.port} ${srv.name}`)
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'PTR':
      return isIP(name) === 0 ? resolver.resolvePtr(name) : resolver.reverse(name)
  }
}

/** Codes of c-ares, as `node:dns` documents them. */
function answerOfFailure(code: string): NameAnswer {
  if (code === 'ENODATA') return { kind: 'none', exists: true }
  if (code === 'ENOTFOUND' || code === 'EBADNAME' || code === 'EBADQUERY') return { kind: 'none', exists: false }
  if (code === 'EBADRESP' || code === 'EFORMERR' || code === 'EBADSTR')
    return { kind: 'unreachable', reason: 'bad-answer' }
  return { kind: 'unreachable', reason: 'no-answer' }
}

const unanswered = (reason: 'no-answer' | 'bad-answer' | 'offline') =>
  reason === 'bad-answer'
    ? fail('refused', 'The answer was not understood, or too long.').problem
    : fail('timeout', 'There was no answer.').problem

/** The first server is asked first; which of them answers is not told. */
function serverAsked(servers: readonly string[]): { host: string; port: number } {
  const [first = 'localhost'] = servers.length > 0 ? servers : getServers()
  const [, bracketed, port] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(isIP(first) === 0 ? first : `[${first}]`) ?? []
  return { host: bracketed ?? first, port: Number(port ?? namesPort) }
}

/** Names of this computer itself are asked of nobody (RFC 6761 6.3). */
const isLocalName = (host: string): boolean => /(^|\.)localhost\.?$/i.test(host)

function remember(
  known: Map<string, { readonly answer: NameAnswer; readonly untilMs: number }>,
  key: string,
  answer: NameAnswer,
  nowMs: number,
): void {
  const { foundMs, noneMs, unreachableMs, rememberedAnswers } = networkLimits
  const forMs = { found: foundMs, none: noneMs, unreachable: unreachableMs }[answer.kind]
  known.delete(key)
  known.set(key, { answer, untilMs: nowMs + forMs })
  const [oldest] = known.keys()
  if (known.size > rememberedAnswers && oldest !== undefined) known.delete(oldest)
}

/** So many at once; the others wait in line. */
function createTurns(atOnce: number) {
  let busy = 0
  const line: (() => void)[] = []
  /** the place goes to the next in line, or is free */
  const leave = (): void => {
    const next = line.shift()
    if (next === undefined) busy -= 1
    else next()
  }
  return {
    async enter(): Promise<() => void> {
      if (busy < atOnce) busy += 1
      else await new Promise<void>((resolve) => line.push(resolve))
      return leave
    },
  }
}

/** Whoever asked stops waiting; the answer is remembered all the same. */
async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer
  let stop: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([answer, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
