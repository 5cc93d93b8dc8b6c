import type { Message } from '../defs/index.ts'

/** RFC 5322 sets no limit; a header of more than this is refused by some servers. The first one begins the thread. */
const maxReferences = 100

interface Threading {
  readonly inReplyTo: string | null
  readonly references: string[]
}

/** In-Reply-To and References of an answer (RFC 5322 3.6.4), without angle brackets. */
export function threadingOf(message: Pick<Message, 'messageId' | 'inReplyTo' | 'references'>): Threading {
  const parent = message.messageId !== null && isMessageId(message.messageId) ? message.messageId : null
  const single = message.inReplyTo.length === 1 ? message.inReplyTo : []
  const before = (message.references.length > 0 ? message.references : single).filter(isMessageId)
  const chain = [...new Set([...before.filter((id) => id !== parent), ...(parent === null ? [] : [parent])])]
  const references = chain.length > maxReferences ? [...chain.slice(0, 1), ...chain.slice(1 - maxReferences)] : chain
  return { inReplyTo: parent, references }
}

/** What can stand between angle brackets in a header; 900 keeps the folded line under the 998 of RFC 5322 2.1.1. */
const isMessageId = (id: string): boolean => /^[^\s<>\p{Cc}]{1,900}$/u.test(id)
