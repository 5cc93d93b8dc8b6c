import { fail } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { sequenceSet } from './numbers.ts'

/**
 * UID STORE of additions and removals in the selected mailbox. Additions and removals are used, never the whole set, so
 * flags that others set meanwhile stay. Answers the additions that the mailbox can keep.
 * Fails with `refused` if the server will not.
 */
export async function storeFlags(
  connection: ImapConnection,
  uids: readonly number[],
  add: readonly string[],
  remove: readonly string[],
): Promise<readonly string[]> {
  const range = sequenceSet(uids)
  const kept = await connection.call(async (client) => {
    const options = { uid: true, silent: true }
    const mailbox = client.mailbox
    const allowed = mailbox === false ? undefined : mailbox.permanentFlags
    const keepable = add.filter((flag) => allowed === undefined || allowed.has('\\*') || allowed.has(flag))
    const added = keepable.length === 0 || (await client.messageFlagsAdd(range, [...keepable], options))
    const removed = remove.length === 0 || (await client.messageFlagsRemove(range, [...remove], options))
    return added && removed ? keepable : null
  })
  if (kept === null) {
    throw fail('refused', `The server ${connection.server} did not take the change of flags.`, {
      server: connection.server,
    })
  }
  return kept
}
