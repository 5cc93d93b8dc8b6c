import type { Feature, Mailbox, MailboxRole, Message, MessageSummary, Tag } from '../defs/index.ts'
import type { AddressBook } from '../discussions/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ImportanceFacts } from './judge.ts'
import type { KeptRecords } from './kept-records.ts'
import type { Learning } from './learning.ts'
import { maxParents } from './limits.ts'

/** A message that is to be judged, stored already or about to be. */
export interface ToJudge {
  readonly message: Omit<MessageSummary, 'discussionId'>
  readonly features: readonly Feature[]
  /** its privacy index by the rules of now; null if there is none */
  readonly privacy: ImportanceFacts['privacy']
}

export interface FactsReader {
  /** in the order of the messages; looks everything up at once */
  read(items: readonly ToJudge[]): Promise<ImportanceFacts[]>
}

const batch = { priority: 'batch' } as const

export interface FactsNeeds {
  readonly book: Pick<AddressBook, 'ready' | 'own'>
  readonly learning: Pick<Learning, 'of'>
  readonly mailboxes: KeptRecords<'mailbox'>
  readonly tags: KeptRecords<'tag'>
}

export function createFactsReader(context: CoreContext, { book, learning, mailboxes, tags }: FactsNeeds): FactsReader {
  return {
    async read(items) {
      await book.ready()
      const messages = items.map(({ message }) => message)
      const [roles, tagsById, ownParents, written] = await Promise.all([
        mailboxes.read(messages.flatMap(({ mailboxIds }) => mailboxIds)),
        tags.read(messages.flatMap(({ tagIds }) => tagIds)),
        readOwnParents(context, messages),
        readWritten(context, messages),
      ])
      return Promise.all(
        items.map(async ({ message, privacy }): Promise<ImportanceFacts> => {
          const sender = senderOf(message)
          return {
            own: message.own,
            junk: liesInJunk(message.mailboxIds, roles),
            privacy,
            tags: message.tagIds.flatMap((id) => worthOf(tagsById.get(id))),
            list: message.listId !== null,
            answersOwn: answers(message).some((id) => ownParents.has(id)),
            inOwnThread: parentsOf(message).some((id) => ownParents.has(id)),
            aloneInTo: isAlone(message, book.own()),
            written: sender === null || message.listId !== null ? 0 : (written.get(sender) ?? 0),
            learnt: (await learning.of(learntKey(message) ?? '')) ?? null,
            correction: message.correction,
          }
        }),
      )
    },
  }
}

/** Under which name habits with a message's sender are learnt: the list's, where it came by one. Null: nobody is named. */
export function learntKey(message: Pick<Message, 'participants' | 'listId'>): string | null {
  if (message.listId !== null) return `list:${message.listId.toLowerCase()}`
  const sender = senderOf(message)
  return sender === null ? null : `person:${sender}`
}

export function senderOf({ participants }: Pick<Message, 'participants'>): string | null {
  const from = participants.find(({ type }) => type === 'from') ?? participants.find(({ type }) => type === 'sender')
  const address = from?.address.trim().toLowerCase().normalize('NFC') ?? ''
  return address === '' ? null : address
}

/** In junk, and in no mailbox but junk and bin. */
export function liesInJunk(mailboxIds: readonly string[], mailboxes: ReadonlyMap<string, Mailbox>): boolean {
  const roles = mailboxIds.map((id): MailboxRole | null => mailboxes.get(id)?.role ?? null)
  return roles.includes('junk') && roles.every((role) => role === 'junk' || role === 'trash')
}

const worthOf = (tag: Tag | undefined) => (tag === undefined || tag.importance === 0 ? [] : [tag])

function isAlone({ participants }: Pick<Message, 'participants'>, own: ReadonlySet<string>): boolean {
  const addressed = participants.filter(({ type }) => type === 'to' || type === 'cc' || type === 'bcc')
  const [only] = addressed
  return addressed.length === 1 && only?.type === 'to' && own.has(only.address.trim().toLowerCase().normalize('NFC'))
}

type Parents = Pick<Message, 'inReplyTo' | 'references'>

/** What it answers: In-Reply-To, or where that is missing the last of References (RFC 5322 3.6.4). */
const answers = ({ inReplyTo, references }: Parents): string[] =>
  inReplyTo.length > 0 ? inReplyTo.slice(0, maxParents) : references.slice(-1)

/** The nearest of those before it in its thread. */
const parentsOf = (message: Parents): string[] =>
  [...new Set([...answers(message), ...message.references.toReversed()])].slice(0, maxParents)

/** Message-IDs that the messages refer to and that the user wrote, stored or among these. */
async function readOwnParents(context: CoreContext, messages: readonly ToJudge['message'][]): Promise<Set<string>> {
  const wanted = new Set(messages.flatMap((message) => (message.own ? [] : parentsOf(message))))
  const own = new Set(messages.flatMap(({ own, messageId }) => (own && messageId !== null ? [messageId] : [])))
  if (wanted.size === 0) return own
  for (const parent of await context.stores.messages.byMessageIds([...wanted], batch)) {
    if (parent.own && parent.messageId !== null) own.add(parent.messageId)
  }
  return own
}

/** How many messages the user wrote to each sender. */
async function readWritten(
  context: CoreContext,
  messages: readonly ToJudge['message'][],
): Promise<Map<string, number>> {
  const senders = new Set(
    messages.flatMap((message) => (message.own || message.listId !== null ? [] : (senderOf(message) ?? []))),
  )
  if (senders.size === 0) return new Map()
  const known = await context.stores.scores.correspondents([...senders], batch)
  return new Map(known.map(({ address, written }) => [address, written]))
}
