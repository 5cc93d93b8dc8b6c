import { z } from 'zod'
import { account } from './accounts.ts'
import { nameAnswer, pendingCheck } from './authentication.ts'
import { contact } from './contact-card.ts'
import { contactMerge, contactRefusal } from './contacts.ts'
import { postingAddress } from './discussions.ts'
import { draft, draftRevision } from './drafts.ts'
import { learnt } from './importance.ts'
import { mailbox } from './mailboxes.ts'
import { notification } from './notifications.ts'
import { outboxItem } from './outbox.ts'
import { habit, shownDomain, silencedAdvice } from './privacy.ts'
import { rule } from './rules.ts'
import { settings } from './settings.ts'
import { tag } from './tags.ts'
import { leaving } from './unsubscribe.ts'

/**
 * What the mail server of an account has still to be told, in the order it was done (ids sort by time).
 * `messageId` is our id; UIDs are looked up when the entry is replayed, since they may have changed.
 */
export const journalEntry = z.object({
  id: z.string(),
  accountId: z.string(),
  createdAtMs: z.number().int(),
  attempts: z.number().int(),
  action: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('flags'),
      messageId: z.string(),
      mailboxId: z.string(),
      add: z.array(z.string()),
      remove: z.array(z.string()),
    }),
    z.object({ kind: z.literal('move'), messageId: z.string(), from: z.string(), to: z.string() }),
    /** expunge this message from this mailbox */
    z.object({ kind: z.literal('delete'), messageId: z.string(), mailboxId: z.string() }),
    /** upload our bytes (move between accounts, Sent copy, draft) */
    z.object({ kind: z.literal('append'), messageId: z.string(), mailboxId: z.string(), flags: z.array(z.string()) }),
    z.object({ kind: z.literal('mailbox-create'), mailboxId: z.string(), path: z.string() }),
    z.object({ kind: z.literal('mailbox-rename'), mailboxId: z.string(), from: z.string(), to: z.string() }),
    z.object({ kind: z.literal('mailbox-delete'), mailboxId: z.string(), path: z.string() }),
  ]),
})
export type JournalEntry = z.output<typeof journalEntry>

/** Where a task that outlives the program stands: an import's byte offset, say. `state` is the task's own. */
export const checkpoint = z.object({ id: z.string(), updatedAtMs: z.number().int(), state: z.json() })

/** What the user did to discussions by hand; kept when everything else is worked out again. */
export const discussionEdit = z.object({
  id: z.string(),
  /** `take-out`: the messages of this thread are a discussion of their own. `join`: these participant sets are one. */
  kind: z.enum(['take-out', 'join']),
  threadId: z.string().nullable(),
  participantSetIds: z.array(z.string()),
  createdAtMs: z.number().int(),
})
export type DiscussionEdit = z.output<typeof discussionEdit>

export const settingsRecord = settings.extend({ id: z.literal('settings') })

/** The small nouns, kept as one checked record each. `scope` names the field that they are listed by. */
export const recordNouns = {
  account: { schema: account, scope: null },
  mailbox: { schema: mailbox, scope: 'accountId' },
  draft: { schema: draft, scope: null },
  draftRevision: { schema: draftRevision, scope: 'draftId' },
  outbox: { schema: outboxItem, scope: null },
  journal: { schema: journalEntry, scope: 'accountId' },
  checkpoint: { schema: checkpoint, scope: null },
  contact: { schema: contact, scope: null },
  contactMerge: { schema: contactMerge, scope: 'contactId' },
  contactRefusal: { schema: contactRefusal, scope: 'kind' },
  settings: { schema: settingsRecord, scope: null },
  discussionEdit: { schema: discussionEdit, scope: null },
  postingAddress: { schema: postingAddress, scope: null },
  learnt: { schema: learnt, scope: null },
  habit: { schema: habit, scope: null },
  shownDomain: { schema: shownDomain, scope: null },
  silencedAdvice: { schema: silencedAdvice, scope: null },
  notification: { schema: notification, scope: null },
  rule: { schema: rule, scope: null },
  nameAnswer: { schema: nameAnswer, scope: null },
  pendingCheck: { schema: pendingCheck, scope: null },
  tag: { schema: tag, scope: null },
  leaving: { schema: leaving, scope: null },
} as const
export type RecordNoun = keyof typeof recordNouns
export type RecordOf<N extends RecordNoun> = z.output<(typeof recordNouns)[N]['schema']>
