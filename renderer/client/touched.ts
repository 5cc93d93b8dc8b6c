import type { CoreEvent } from '../../core/defs/index.ts'

/** What a batch of events says has changed, by noun. */
export interface Touched {
  readonly messages: ReadonlySet<string>
  readonly threads: ReadonlySet<string>
  readonly discussions: ReadonlySet<string>
  readonly contacts: ReadonlySet<string>
  /** rows may stand on top that were not there */
  readonly added: boolean
  /** ids were cut: anything may have changed */
  readonly more: boolean
}

/** Null when nothing that lists and open discussions show was touched. */
export function touchedBy(events: readonly CoreEvent[]): Touched | null {
  const messages = new Set<string>()
  const threads = new Set<string>()
  const discussions = new Set<string>()
  const contacts = new Set<string>()
  let added = false
  let more = false
  for (const event of events) {
    switch (event.type) {
      case 'messages.added':
      case 'messages.changed':
      case 'messages.removed':
        for (const id of event.messageIds) messages.add(id)
        for (const id of event.threadIds) threads.add(id)
        more ||= event.more
        added ||= event.type === 'messages.added'
        break
      case 'privacy.changed':
        for (const id of event.messageIds) messages.add(id)
        more ||= event.more
        break
      case 'discussions.changed':
        for (const id of event.discussionIds) discussions.add(id)
        more ||= event.more
        added = true // where one was taken apart, there is another now
        break
      case 'contacts.changed':
        for (const id of event.contactIds) contacts.add(id)
        more ||= event.more
        break
      default:
        break
    }
  }
  const any = messages.size + threads.size + discussions.size + contacts.size > 0 || more
  return any ? { messages, threads, discussions, contacts, added, more } : null
}
