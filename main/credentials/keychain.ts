/** The keychain of the operating system, as far as it matters here. Every call may fail: it can be locked or gone. */
export interface Keychain {
  get(id: string): Promise<string | null>
  set(id: string, secret: string): Promise<void>
  remove(id: string): Promise<void>
}

/** What a person sees in the keychain's own window. */
const service = 'Caliopen Desktop'
/** A keychain that asks for its password waits for a person: longer than this, and the start would seem to hang. */
const probeTimeoutMs = 3_000
/** Once it has worked, a person may be asked to unlock it: time to find the password. */
const useTimeoutMs = 60_000

/** The system's keychain if it can be used now; null where there is none or it stays locked. Answers within 3 s. */
export async function findKeychain(): Promise<Keychain | null> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    const entry = (id: string) => new AsyncEntry(service, id)
    const keychain = (timeoutMs: number): Keychain => ({
      get: async (id) => (await limited(timeoutMs, (signal) => entry(id).getPassword(signal))) ?? null,
      set: async (id, secret) => void (await limited(timeoutMs, (signal) => entry(id).setPassword(secret, signal))),
      remove: async (id) => void (await limited(timeoutMs, (signal) => entry(id).deleteCredential(signal))),
    })
    return (await works(keychain(probeTimeoutMs))) ? keychain(useTimeoutMs) : null
  } catch {
    return null // no native part for this system: the vault is used, and describe() says so
  }
}

/** Only what was written and read back is believed. */
export async function works(keychain: Keychain): Promise<boolean> {
  const id = `probe-${crypto.randomUUID()}`
  try {
    await keychain.set(id, id)
    const answer = await keychain.get(id)
    await keychain.remove(id)
    return answer === id
  } catch {
    return false // missing, locked or denied: the caller falls back and says so
  }
}

/** The native call cannot always be broken off, so the wait is. */
function limited<T>(timeoutMs: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs)
  const expired = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([call(signal), expired])
}
