/** Ids an event carries at most; beyond it `more` is set and listeners refetch instead of patching. */
export const maxEventIds = 200

interface Touched {
  readonly messageIds: string[]
  readonly threadIds: string[]
  readonly mailboxIds: string[]
  readonly more: boolean
}

/** The `touched` part of a message event, cut at `maxEventIds`. */
export function touched(
  messageIds: Iterable<string>,
  threadIds: Iterable<string>,
  mailboxIds: Iterable<string>,
): Touched {
  const lists = [messageIds, threadIds, mailboxIds].map((ids) => [...new Set(ids)])
  const [messages = [], threads = [], mailboxes = []] = lists
  return {
    messageIds: messages.slice(0, maxEventIds),
    threadIds: threads.slice(0, maxEventIds),
    mailboxIds: mailboxes.slice(0, maxEventIds),
    more: lists.some((ids) => ids.length > maxEventIds),
  }
}
