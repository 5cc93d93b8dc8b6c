import type { ImapConnection } from './connection.ts'

/**
 * Waits in IDLE (RFC 2177) on the selected mailbox until something changes there, `untilMs` have passed or `wake` is
 * aborted. Answers whether the server announced a change. Where there is no IDLE, it only waits.
 */
export async function idle(connection: ImapConnection, untilMs: number, wake: AbortSignal): Promise<boolean> {
  if (wake.aborted) return false
  let changed = false
  let settle: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    settle = resolve
  })
  const stopListening = connection.onChange(() => {
    changed = true
    settle()
  })
  const timer = setTimeout(settle, untilMs)
  wake.addEventListener('abort', settle, { once: true })
  // Ends by itself when the next command breaks it; a lost connection ends the wait.
  const idling = connection.abilities.idle
    ? connection
        .call((client) => client.idle())
        .then(
          () => settle(),
          (thrown: unknown) => {
            settle()
            return thrown
          },
        )
    : over
  await over
  clearTimeout(timer)
  wake.removeEventListener('abort', settle)
  try {
    if (!connection.usable) {
      const thrown = await idling
      if (thrown instanceof Error) throw thrown
    }
    // Breaks IDLE, and hears what the server had to say between its end and now: it will not say it again.
    await connection.call((client) => client.noop())
  } finally {
    stopListening()
  }
  return changed
}
