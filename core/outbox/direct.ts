import type { Account, Draft, DraftContent, Handlers, Operations } from '../defs/index.ts'

import { checkRoom, firstAccount, keepFile, readAccount } from '../drafts/index.ts'
import type { CoreContext } from '../ports.ts'

type Input = Parameters<Handlers<Operations['outbox']>['compose']>[0]

/** A draft that is never stored: what the command line and other programs send in one step, as it is, unsigned. */
export async function beginDraft(
  context: CoreContext,
  content: Input['content'],
  attachments: Input['attachments'],
): Promise<{ draft: Draft; account: Account }> {
  const account =
    content.accountId === undefined
      ? firstAccount((await context.stores.records.list('account', { limit: 500 })).items)
      : await readAccount(context, content.accountId)
  const files: Draft['attachments'] = []
  for (const file of attachments) {
    checkRoom(files, file.name, file.bytes.length)
    files.push(await keepFile(context, { ...file, contentId: null }))
  }
  const now = context.clock.nowMs()
  const given: DraftContent = {
    accountId: account.id,
    to: content.to ?? [],
    cc: content.cc ?? [],
    bcc: content.bcc ?? [],
    subject: content.subject ?? '',
    text: content.text ?? '',
    html: content.html ?? null,
  }
  const draft: Draft = {
    ...given,
    id: context.random.id(),
    revision: 1,
    origin: null,
    inReplyTo: null,
    references: [],
    attachments: files,
    createdAtMs: now,
    updatedAtMs: now,
  }
  return { draft, account }
}
