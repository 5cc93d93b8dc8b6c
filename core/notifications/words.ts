import type { Notification } from '../defs/index.ts'
import { notificationLimits } from './limits.ts'

/** A new message as it is told: who, and about what. */
export type NamedMessage = NonNullable<Notification['messages']>[number]

type Words = Pick<Notification, 'title' | 'text'>

export const wordsOfMessage = ({ from, subject }: NamedMessage): Words => ({
  title: from || 'Unknown sender',
  text: subject || '(no subject)',
})

export function wordsOfMessages(messages: readonly NamedMessage[]): Words {
  const senders = [...new Set(messages.map(({ from }) => from || 'Unknown sender'))]
  const named = senders.slice(0, notificationLimits.sendersNamed)
  const others = senders.length - named.length
  return {
    title: `${messages.length} new messages`,
    text: others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', '),
  }
}

/** What may be read over a shoulder: that there is something, and neither who nor what. */
export function privateWords({ kind, count }: Pick<Notification, 'kind' | 'count'>): Words {
  const titles: Readonly<Record<Notification['kind'], string>> = {
    'new-message': count > 1 ? `${count} new messages` : 'New message',
    'send-failed': 'A message was not sent',
    'import-done': 'An import has ended',
    'sync-failed': 'An account needs you',
    'key-changed': 'A key has changed',
    'privacy-advice': 'An advice on privacy',
    rule: 'A rule has something to say',
  }
  return { title: titles[kind], text: '' }
}

interface AdviceWords extends Words {
  /** the page of the settings where it is done; null: nowhere in particular */
  readonly page: string | null
}

/**
 * The advice that is worth a notification: what the user can do once, for all mail. What concerns one message stands
 * beside that message.
 */
export const adviceWords: ReadonlyMap<string, AdviceWords> = new Map([
  [
    'secure-account',
    {
      title: 'A server of yours is not protected by TLS',
      text: 'What you send and fetch there can be read on the way. Use TLS for every server of your accounts.',
      page: 'accounts',
    },
  ],
  [
    'open-keychain',
    {
      title: 'Your passwords are not kept in the keychain',
      text: 'Open the keychain of this computer, or set a passphrase.',
      page: 'data',
    },
  ],
  [
    'trust-provider',
    {
      title: 'Your provider checks mail, and is not believed yet',
      text: 'Name your provider as trusted in the settings of the account, and what it found counts.',
      page: 'accounts',
    },
  ],
  [
    'show-fewer',
    {
      title: 'Pictures of many senders are shown by themselves',
      text: 'Each of them learns when you read. Show pictures of fewer domains by themselves.',
      page: 'reading',
    },
  ],
  [
    'answer-encrypted',
    {
      title: 'Encrypted messages were answered in the clear',
      text: 'An answer quotes what was encrypted. Answer encrypted messages encrypted.',
      page: null,
    },
  ],
])
