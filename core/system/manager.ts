import type { Handlers, Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

export interface ProgramFacts {
  readonly version: string
  readonly host: 'electron' | 'node'
  readonly dataDirectory: string
}

export function createSystemManager(context: CoreContext, facts: ProgramFacts): Handlers<Operations['system']> {
  return {
    info: async () => ({ ...facts, credentials: await context.credentials.describe() }),
    stats: () => context.stores.stats(),
    doctor: async ({ repair }) => ({ findings: await context.stores.doctor(repair) }),
  }
}
