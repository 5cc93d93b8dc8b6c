import { useQuery } from '@tanstack/react-query'
import { keys, useClient } from '../../client/index.ts'
import type { InspectorSubject } from '../../window/index.ts'

/** What can be explained around one thing: a message, the discussion that it stands in, and the contact who wrote it. */
export interface About {
  readonly messageId: string | null
  readonly discussionId: string | null
  readonly person: { readonly id: string; readonly name: string } | null
}

export function useAbout(subject: InspectorSubject | null): About {
  const client = useClient()
  const messageId = subject?.kind === 'message' ? subject.id : null
  const { data: message } = useQuery({
    queryKey: keys.message(messageId ?? ''),
    queryFn: ({ signal }) => client.messages.get({ id: messageId ?? '' }, { signal }),
    enabled: messageId !== null,
  })
  const author = message?.own === false ? message.participants.find(({ type }) => type === 'from')?.address : undefined
  const contactId = subject?.kind === 'contact' ? subject.id : null
  const { data: known } = useQuery({
    queryKey: [...keys.contacts, 'of', author ?? ''],
    queryFn: ({ signal }) => client.contacts.forAddresses({ addresses: [author ?? ''] }, { signal }),
    enabled: author !== undefined,
  })
  const { data: contact } = useQuery({
    queryKey: [...keys.contacts, 'get', contactId ?? ''],
    queryFn: ({ signal }) => client.contacts.get({ id: contactId ?? '' }, { signal }),
    enabled: contactId !== null,
  })
  const writer = known?.items[0]?.contacts[0]
  return {
    messageId,
    discussionId: discussionOf(subject) ?? message?.discussionId ?? null,
    person: contact
      ? { id: contact.id, name: contact.name.full }
      : writer
        ? { id: writer.id, name: writer.displayName }
        : null,
  }
}

function discussionOf(subject: InspectorSubject | null): string | null {
  switch (subject?.kind) {
    case 'message':
      return subject.discussionId
    case 'discussion':
      return subject.id
    default:
      return null
  }
}
