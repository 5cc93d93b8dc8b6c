import type { MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** Messages looked at in one step: what a person asks for goes in between. */
const pageSize = 200

/**
 * Messages whose stored bytes are missing, and that still lie on a server, are noted to be fetched again with the next
 * sync; others keep what is left of them. Answers how many were noted. A message that is changed meanwhile is left.
 */
export async function fetchMissingAgain({ stores }: CoreContext): Promise<number> {
  let noted = 0
  for (let after: string | null = null; ; ) {
    const ids: string[] = await stores.messages.walk(after, pageSize, { priority: 'batch' })
    after = ids.at(-1) ?? null
    if (after === null) return noted
    const messages = await stores.messages.get(ids, { priority: 'batch' })
    const here = await stores.blobs.has(messages.flatMap(({ copies }) => copies.map(({ blob }) => blob)))
    const lacking = messages.filter(({ copies }) => copies.some(({ blob }) => !here.has(blob)))
    if (lacking.length === 0) continue
    const remote = await stores.remote.byMessages(
      lacking.map(({ id }) => id),
      { priority: 'batch' },
    )
    const onServer = new Set(remote.map(({ messageId }) => messageId))
    for (const message of lacking.filter(({ id }) => onServer.has(id))) {
      const result = await stores.commit({ messagePatches: [withoutMissing(message, here)] }, { priority: 'batch' })
      if (result.ok) noted += 1
    }
  }
}

/** With another copy that is whole the message can be read; without any, its body is pending as it was at first. */
function withoutMissing({ id, copies, bodyState }: MessageSummary, here: ReadonlySet<string>) {
  const left = copies.filter(({ blob }) => here.has(blob))
  return left.length > 0
    ? { id, from: { copies }, set: { copies: left } }
    : { id, from: { copies, bodyState }, set: { copies: left, bodyState: 'pending' as const } }
}
