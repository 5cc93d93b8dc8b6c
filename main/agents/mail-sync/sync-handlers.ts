import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { MailSync } from './mail-sync.ts'

/** Operations `sync.*`. */
export function createSyncHandlers(mailSync: MailSync): Handlers<Operations['sync']> {
  return {
    status: async () => ({ items: await mailSync.statuses() }),
    now: async ({ accountId }, { signal }) => ({ items: await mailSync.now(accountId, signal) }),
    async pause({ accountId }) {
      await mailSync.setPaused(accountId, true)
      return {}
    },
    async resume({ accountId }) {
      await mailSync.setPaused(accountId, false)
      return {}
    },
  }
}
