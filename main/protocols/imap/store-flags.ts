import { fail } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { sequenceSet } from './numbers.ts'
import { labelled, wireFlags } from './wire-flags.ts'

/** What was done, in the words in which the server lists it from now on. */
export interface StoredFlags {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/**
 * UID STORE of additions and removals in the selected mailbox: flags, and keywords of tags, which are labels at Gmail.
 * Additions and removals are used, never the whole set, so what others set meanwhile stays. Additions that the mailbox
 * cannot keep are left out. Fails with `refused` if the server will not.
 */
export async function storeFlags(
  connection: ImapConnection,
  uids: readonly number[],
  add: readonly string[],
  remove: readonly string[],
): Promise<StoredFlags> {
  const range = sequenceSet(uids)
  const [adding, removing] = [wireFlags(connection, add), wireFlags(connection, remove)]
  const stored = await connection.call(async (client) => {
    const options = { uid: true, silent: true }
    const mailbox = client.mailbox
    const allowed = mailbox === false ? undefined : mailbox.permanentFlags
    const keepable = adding.flags.filter((flag) => allowed === undefined || allowed.has('\\*') || allowed.has(flag))
    const done = [
      keepable.length === 0 || (await client.messageFlagsAdd(range, keepable, options)),
      removing.flags.length === 0 || (await client.messageFlagsRemove(range, removing.flags, options)),
      adding.labels.length === 0 ||
        (await client.messageFlagsAdd(range, adding.labels, { ...options, useLabels: true })),
      removing.labels.length === 0 ||
        (await client.messageFlagsRemove(range, removing.labels, { ...options, useLabels: true })),
    ]
    if (!done.every(Boolean)) return null
    return {
      added: [...keepable, ...labelled(adding.labels)],
      removed: [...removing.flags, ...labelled(removing.labels)],
    }
  })
  if (stored === null) {
    throw fail('refused', `The server ${connection.server} did not take the change of flags.`, {
      server: connection.server,
    })
  }
  return stored
}
