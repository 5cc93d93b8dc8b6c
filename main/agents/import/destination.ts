import { fail, type MailboxRole } from '../../../core/defs/index.ts'
import type { Core, CoreContext } from '../../../core/index.ts'
import type { ImportDependencies } from './import.ts'

/** Mailboxes of other programs keep their meaning: what was in their inbox is in the timeline here. */
const importedRoles: Readonly<Record<string, MailboxRole>> = {
  inbox: 'inbox',
  drafts: 'drafts',
  sent: 'sent',
  archive: 'archive',
  junk: 'junk',
  spam: 'junk',
  trash: 'trash',
}
const roleOf = (path: string): MailboxRole | null => importedRoles[path.toLowerCase()] ?? null

/** Files go into an account of this computer: the one named, or the one that is always there. Fails with `unsupported`. */
export async function importInto(
  core: Pick<Core, 'accounts' | 'ingest' | 'mailboxes'>,
  { stores, clock }: Pick<CoreContext, 'stores' | 'clock'>,
  accountId?: string,
): Promise<ImportDependencies> {
  const chosen =
    accountId === undefined ? await core.accounts.ensureLocalAccount() : await stores.records.get('account', accountId)
  if (chosen === null) throw fail('not-found', 'This account is not here any more. Nothing was imported.')
  if (chosen.protocol !== 'local') {
    throw fail(
      'unsupported',
      'Files are imported onto this computer, not into an account with a server. Import first, then move what you want there.',
    )
  }
  return {
    ingest: core.ingest,
    ensureMailbox: (path) => core.mailboxes.ensurePath(chosen.id, path, roleOf(path)),
    checkpoints: {
      get: async (id) => (await stores.records.get('checkpoint', id))?.state ?? null,
      async put(id, state) {
        await stores.commit({ recordPuts: [{ noun: 'checkpoint', value: { id, updatedAtMs: clock.nowMs(), state } }] })
      },
      async remove(id) {
        await stores.commit({ recordRemoves: [{ noun: 'checkpoint', id }] })
      },
    },
  }
}
