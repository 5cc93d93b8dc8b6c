import type { Io, OpenCore } from './command.ts'

/** Nobody waits longer for the signatures of what just came in. */
const withinMs = 10_000
/** More are not waited for: they are checked while the program runs, or by `caliopen verify`. */
const waitedFor = 1_000

/** Checks what came in since the program started, within a time, and says what is left. */
export async function checkNew({ client }: OpenCore, count: number, io: Pick<Io, 'note' | 'signal'>): Promise<void> {
  if (count > waitedFor) return io.note(`Signatures are checked while the program runs, or by “caliopen verify”.`)
  const { pending, left, mayAsk } = await client.authentication.verify(
    { only: 'new', withinMs },
    { signal: io.signal, priority: 'batch' },
  )
  const waiting = pending + left
  if (waiting > 0) io.note(inWords(waiting, mayAsk))
}

/** After whom to trust has changed: as much as a person waits for, the rest later. */
export async function checkAgain({ client }: OpenCore, io: Pick<Io, 'note' | 'signal'>): Promise<void> {
  const { pending, left, mayAsk } = await client.authentication.verify({ withinMs }, { signal: io.signal })
  if (left > 0) io.note(inWords(pending + left, mayAsk))
}

export const inWords = (waiting: number, mayAsk: boolean): string =>
  mayAsk
    ? `${waiting} signatures wait for an answer of the DNS. “caliopen verify” asks again.`
    : `${waiting} signatures wait: the DNS is not asked while Caliopen is offline or told not to (setting verifyMail).`
