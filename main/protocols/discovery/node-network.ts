import type { Line } from '../../network/index.ts'
import { discoveryLimits } from './limits.ts'
import type { DiscoveryNetwork } from './network.ts'

/** SMTP with TLS from the first byte (RFC 8314); what else is guessed at is IMAP. */
const submissionPort = 465

/** The real network. "No such name" is an empty list; other failures reject. */
export function createDiscoveryNetwork(line: Line): DiscoveryNetwork {
  const records = async (name: string, type: 'SRV' | 'MX', signal: AbortSignal): Promise<string[][]> => {
    const answer = await line.ask(name, type, signal)
    if (answer.kind === 'unreachable') throw new Error(`No answer about ${name}: ${answer.reason}`)
    return answer.kind === 'none' ? [] : answer.records.map((record) => record.split(' '))
  }
  return {
    async resolveSrv(name, signal) {
      return (await records(name, 'SRV', signal)).map(([priority, weight, port, host = '']) => ({
        name: host,
        port: Number(port),
        priority: Number(priority),
        weight: Number(weight),
      }))
    },
    async resolveMx(name, signal) {
      const found = await records(name, 'MX', signal)
      return found.map(([priority, exchange = '']) => ({ exchange, priority: Number(priority) }))
    },
    async fetchText(url, maxBytes, signal) {
      const accept = 'text/xml, application/xml'
      const question = { accept, protocols: ['https:'], timeoutMs: discoveryLimits.attemptMs, signal } as const
      const answer = await line.get(new URL(url), question)
      if (answer.status < 200 || answer.status > 299) {
        answer.drop()
        return null
      }
      const bytes = await answer.read(maxBytes)
      return bytes === null ? null : new TextDecoder().decode(bytes)
    },
    async answersTls(host, port, signal) {
      const service = port === submissionPort ? 'mail-out' : 'mail-in'
      const target = { service, host, port, tls: { host }, timeoutMs: discoveryLimits.attemptMs } as const
      try {
        ;(await line.connect(target, signal)).destroy()
        return true
      } catch {
        return false // nobody there, or nobody to be trusted: the next guess
      }
    },
  }
}
