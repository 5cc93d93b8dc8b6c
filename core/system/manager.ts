import type { Handlers, Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { fetchMissingAgain } from './fetch-again.ts'

export interface ProgramFacts {
  readonly version: string
  readonly host: 'electron' | 'node'
  readonly dataDirectory: string
}

export function createSystemManager(context: CoreContext, facts: ProgramFacts): Handlers<Operations['system']> {
  return {
    info: async () => ({ ...facts, credentials: await context.credentials.describe() }),
    stats: () => context.stores.stats(),
    async doctor({ repair }) {
      const findings = await context.stores.doctor(repair)
      const missing = findings.find(({ check }) => check === 'blobs')
      if (!repair || missing === undefined || missing.ok) return { findings }
      const noted = await fetchMissingAgain(context)
      if (noted > 0) context.logger.warn('Messages whose bytes are missing are fetched again', { messages: noted })
      const repaired = noted === missing.count
      const message = `${missing.message} ${noted} of them lie on a server and come back with the next sync.`
      return { findings: findings.map((each) => (each === missing ? { ...missing, repaired, message } : each)) }
    },
  }
}
