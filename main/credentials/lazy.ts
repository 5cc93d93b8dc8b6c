import type { Credentials } from '../../core/index.ts'

/**
 * Credentials that are opened when the first is asked for: a keychain that is slow or locked then holds up neither the
 * start nor the reading of what is here. A failed opening is tried again at the next question.
 */
export function createLazyCredentials(open: () => Promise<Credentials>): Credentials {
  let opened: Promise<Credentials> | null = null
  const credentials = (): Promise<Credentials> => {
    opened ??= open().catch((thrown: unknown) => {
      opened = null
      throw thrown
    })
    return opened
  }
  return {
    get: async (accountId) => (await credentials()).get(accountId),
    set: async (accountId, secret) => (await credentials()).set(accountId, secret),
    remove: async (accountId) => (await credentials()).remove(accountId),
    describe: async () => (await credentials()).describe(),
  }
}
