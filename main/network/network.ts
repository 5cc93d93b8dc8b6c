import type { Errand } from '../../core/defs/index.ts'
import type { Clock, ConnectionLedger, Logger, NameAnswer } from '../../core/index.ts'
import { createNames, type RecordType } from './names.ts'
import { createSockets, type Sockets, type Target } from './sockets.ts'
import { hearOfThreads, refuseStrangers, type Stranger } from './strangers.ts'
import { type WebAnswer, type WebMessage, type WebQuestion, webGet, webPost } from './web.ts'

/** What a connector gets: the network for one errand, so that nothing can be opened without saying what for. */
export interface Line {
  connect(target: Target, signal?: AbortSignal): ReturnType<Sockets['connect']>
  readonly secure: Sockets['secure']
  readonly noteSecured: Sockets['noteSecured']
  get(url: URL, question: WebQuestion): Promise<WebAnswer>
  post(url: URL, message: WebMessage): Promise<WebAnswer>
  /** never throws but when `signal` is aborted */
  ask(name: string, type: RecordType, signal?: AbortSignal): Promise<NameAnswer>
}

/** The one place that opens sockets and looks up names. */
export interface Network {
  line(errand: Errand): Line
  /** from now on nothing new is opened, or it may be again */
  setOffline(offline: boolean): void
  readonly offline: boolean
  /** From now on whatever this process opens past this place is refused, recorded and logged. Until `close`. */
  takeOver(): void
  close(): void
}

export interface NetworkOptions {
  readonly ledger: Pick<ConnectionLedger, 'open' | 'refuse'>
  readonly clock: Clock
  readonly logger: Logger
  /** servers for questions to the Domain Name System; empty: those of the system */
  readonly nameServers?: readonly string[]
  /** how long one of them is waited for; shorter in tests */
  readonly questionTryMs?: number
}

export function createNetwork({ ledger, clock, logger, nameServers = [], questionTryMs }: NetworkOptions): Network {
  let offline = false
  const isOffline = (): boolean => offline
  const names = createNames({ ledger, clock, offline: isOffline, servers: nameServers, questionTryMs })
  const sockets = createSockets({ ledger, names, offline: isOffline })
  const reportStranger = ({ host, stack }: Stranger): void => {
    logger.error('A connection was opened past main/network and refused', { host, stack })
    const errand: Errand = { kind: 'unexplained', details: stack.split('\n')[0]?.trim() ?? '' }
    ledger.refuse({ host, reason: 'unexplained', errand })
  }
  let letGo: () => void = () => undefined
  return {
    line: (errand) => ({
      connect: (target, signal) => sockets.connect(target, errand, signal),
      secure: sockets.secure,
      noteSecured: sockets.noteSecured,
      get: (url, question) => webGet(sockets, url, errand, question),
      post: (url, message) => webPost(sockets, url, errand, message),
      ask: (name, type, signal) => names.ask(name, type, errand, signal),
    }),
    setOffline(value) {
      offline = value
    },
    get offline() {
      return offline
    },
    takeOver() {
      const ends = [refuseStrangers(reportStranger), hearOfThreads(reportStranger)]
      letGo = () => {
        for (const end of ends) end()
      }
    },
    close() {
      letGo()
      names.close()
    },
  }
}
