import { z } from 'zod'
import { bytes, command, nothing, pageInput, pageOf, query } from './operation.ts'
import { participant } from './participants.ts'
import { privacyIndex } from './privacy.ts'
import { listFilter } from './ranges.ts'

export const messageFlags = z.object({
  seen: z.boolean(),
  flagged: z.boolean(),
  answered: z.boolean(),
  forwarded: z.boolean(),
  draft: z.boolean(),
})
export type MessageFlags = z.output<typeof messageFlags>

/** A file or part of a message. `index` counts parts in reading order and names the part in `messages.attachment`. */
export const attachment = z.object({
  index: z.number().int().nonnegative(),
  name: z.string(),
  /** media type as the sender claims it */
  type: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  /** without the angle brackets */
  contentId: z.string().nullable(),
  inline: z.boolean(),
})
export type Attachment = z.output<typeof attachment>

/**
 * `pending`: the headers are here, the body is still on the server. `full`: all bytes are here.
 * `unreadable`: all bytes are here, but the parser gave up; `problem` says why.
 */
export const bodyState = z.enum(['pending', 'full', 'unreadable'])

/** Bytes as received, one of possibly several copies of the same message (a list's copy, the Sent copy). */
export const messageCopy = z.object({ blob: z.string(), sizeBytes: z.number().int().nonnegative() })

/**
 * The stored record of a message. Its id is derived from its bytes (core/ingest), so the same message is the same
 * record however many mailboxes, accounts or devices hold it.
 */
export const message = z.object({
  id: z.string(),
  threadId: z.string(),
  /** the message's own date, or the received one where that is absent */
  dateMs: z.number().int(),
  receivedMs: z.number().int(),
  /** what lists sort by: `dateMs`, clamped to the received date when absurd */
  sortMs: z.number().int(),
  subject: z.string(),
  excerpt: z.string(),
  participants: z.array(participant),
  attachments: z.array(attachment),
  /** Message-ID without angle brackets */
  messageId: z.string().nullable(),
  inReplyTo: z.array(z.string()),
  references: z.array(z.string()),
  /** RFC 2919 List-Id, only the identifier */
  listId: z.string().nullable(),
  sizeBytes: z.number().int().nonnegative(),
  bodyState,
  problem: z.string().nullable(),
  /** the first copy is the one shown; empty while the body is pending */
  copies: z.array(messageCopy),
  flags: messageFlags,
  hasLink: z.boolean(),
  hasInvite: z.boolean(),
  /** the addresses it is between (core/discussions); '' until they are known */
  participantSetId: z.string(),
  /** whether one of the user's own addresses wrote it */
  own: z.boolean(),
  /** null until it is scored; `rules`: the version of the rules that it was scored by */
  privacy: privacyIndex.extend({ rules: z.number().int() }).nullable(),
  /** -10..10 */
  importance: z.number().int(),
  /** what the user set by hand; it stands in `importance` too */
  correction: z.number().int().nullable(),
})
export type Message = z.output<typeof message>

export const messageSummary = message.extend({
  mailboxIds: z.array(z.string()),
  discussionId: z.string(),
  tagIds: z.array(z.string()),
})
export type MessageSummary = z.output<typeof messageSummary>

/** What is read in the window. `html` is the sender's own, hostile: the renderer sanitises it before it is shown. */
export const messageBody = z.object({
  id: z.string(),
  state: bodyState,
  text: z.string(),
  html: z.string().nullable(),
  problem: z.string().nullable(),
  /** true when the body was cut at the display limit; the rest is in the source */
  truncated: z.boolean(),
  /** RFC 2369 and RFC 8058 addresses and the like that the reader may act on */
  listUnsubscribe: z.array(z.string()),
  listPost: z.string().nullable(),
})
export type MessageBody = z.output<typeof messageBody>

/** What an action acts on: messages, every message of threads, or every message of discussions. */
export const target = z
  .object({
    messageIds: z.array(z.string()).max(10_000).default([]),
    threadIds: z.array(z.string()).max(1000).default([]),
    discussionIds: z.array(z.string()).max(1000).default([]),
  })
  .refine(
    (t) => t.messageIds.length + t.threadIds.length + t.discussionIds.length > 0,
    'Name at least one message, thread or discussion.',
  )
export type Target = z.output<typeof target>

/** Every action can be undone with `actions.undo` for as long as core keeps it (30 steps). */
export const actionDone = z.object({ actionId: z.string(), changed: z.number().int() })
export type ActionDone = z.output<typeof actionDone>

/**
 * A list of messages, threads or discussions: `mailbox:<id>`, `role:<role>` over all accounts, `account:<id>` (its
 * mailboxes outside junk and trash), `tag:<id>`, `list:<list-id>`, `starred`, or `all`.
 */
export const view = z.string().regex(/^(all|starred|role:[a-z]+|(mailbox|account|tag|list):.+)$/)

export const messages = {
  list: query(
    'Messages of a view, newest first',
    z.object({ view: view.default('role:inbox'), ...listFilter, ...pageInput }),
    pageOf(messageSummary),
  ),
  get: query('One message', z.object({ id: z.string() }), messageSummary),
  body: query('The text and HTML of a message', z.object({ id: z.string() }), messageBody),
  raw: query(
    'The bytes of a message as they were received',
    z.object({ id: z.string(), copy: z.coerce.number().int().nonnegative().default(0) }),
    z.object({ name: z.string(), type: z.string(), bytes }),
  ),
  attachment: query(
    'The content of one part of a message',
    z.object({ id: z.string(), index: z.coerce.number().int().nonnegative() }),
    z.object({ name: z.string(), type: z.string(), bytes }),
  ),
  remoteImage: query(
    'Fetch one picture that a message refers to, without cookies or referrer, because the user asked for it',
    z.object({ id: z.string(), url: z.url({ protocol: /^https?$/ }).max(8000) }),
    z.object({ name: z.string(), type: z.string(), bytes }),
  ),
  setFlags: command(
    'Mark as read or unread, star or unstar',
    z.object({
      target,
      set: messageFlags.pick({ seen: true, flagged: true, answered: true, forwarded: true }).partial(),
    }),
    actionDone,
  ),
  move: command(
    'Move to a mailbox',
    z.object({ target, mailboxId: z.string(), from: z.string().optional() }),
    actionDone,
  ),
  archive: command('Move to the archive of the account', z.object({ target }), actionDone),
  junk: command('Move to the junk mailbox of the account', z.object({ target }), actionDone),
  remove: command('Move to the bin; what is in the bin already is deleted', z.object({ target }), actionDone),
}

export const actions = {
  undo: command('Undo an action', z.object({ actionId: z.string() }), nothing),
}
