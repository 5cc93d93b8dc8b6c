import type { Account, AuthservSuggestion } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** Messages that are looked at for suggestions: the newest say who the provider is today. */
const lookedAt = 300
const together = 50
/** Headers are what is looked for; a message of more is passed over, since all of it would have to be read. */
const maxBytes = 1_000_000
/** Names are written by senders too: a list of a thousand would hide the provider's. */
const maxSuggestions = 20

/** Hosts of the provider that we know ourselves: where the account's mail is fetched from, if that is a name on the internet. */
export function hostsOf({ imap, trustedAuthservIds }: Pick<Account, 'imap' | 'trustedAuthservIds'>): string[] {
  const host = imap?.host.toLowerCase() ?? ''
  return isPublicName(host) ? [...trustedAuthservIds, host] : trustedAuthservIds
}

/** `localhost` and addresses are in the Received lines of everybody's mail. */
const isPublicName = (host: string): boolean => /\.[a-z][a-z0-9-]*\.?$/.test(host) && !/(^|\.)localhost\.?$/.test(host)

/**
 * Who wrote Authentication-Results into the newest mail of an account. Those come first that stood where only the
 * provider can have put them: a sender can write any name, but not above what the provider added.
 */
export async function suggestTrust(
  context: CoreContext,
  account: Account,
  signal?: AbortSignal,
): Promise<{ items: AuthservSuggestion[]; messages: number }> {
  const found = new Map<string, { messages: number; anywhere: number }>()
  let messages = 0
  for await (const raws of newest(context, account.id, signal)) {
    messages += raws.length
    for (const mentions of await context.verifier.authservMentions(raws, hostsOf(account))) {
      for (const authservId of new Set(mentions.map((mention) => mention.authservId))) {
        const counts = found.get(authservId) ?? { messages: 0, anywhere: 0 }
        const own = mentions.some((mention) => mention.own && mention.authservId === authservId)
        found.set(authservId, { messages: counts.messages + (own ? 1 : 0), anywhere: counts.anywhere + 1 })
      }
    }
  }
  const trusted = new Set(account.trustedAuthservIds)
  const items = [...found]
    .map(([authservId, counts]) => ({ authservId, ...counts, trusted: trusted.has(authservId) }))
    .toSorted((a, b) => b.messages - a.messages || b.anywhere - a.anywhere || (a.authservId < b.authservId ? -1 : 1))
  return { items: items.slice(0, maxSuggestions), messages }
}

/** Raw bytes of the newest messages of an account, those that the user did not write. */
async function* newest(context: CoreContext, accountId: string, signal?: AbortSignal): AsyncGenerator<Uint8Array[]> {
  const { stores } = context
  const mailboxes = await stores.records.list('mailbox', { scope: accountId, limit: 500 }, { priority: 'batch' })
  const inboxFirst = mailboxes.items.toSorted((a, b) => Number(b.role === 'inbox') - Number(a.role === 'inbox'))
  let left = lookedAt
  for (const { id } of inboxFirst) {
    let cursor: string | undefined
    do {
      signal?.throwIfAborted()
      if (left <= 0) return
      const page = await stores.messages.list({ view: `mailbox:${id}`, cursor, limit: Math.min(together, left) })
      cursor = page.nextCursor ?? undefined
      const raws: Uint8Array[] = []
      for (const { own, bodyState, sizeBytes, copies } of page.items) {
        const blob = copies[0]?.blob
        if (own || bodyState !== 'full' || sizeBytes > maxBytes || blob === undefined) continue
        const raw = await stores.blobs.get(blob)
        if (raw !== null) raws.push(raw)
      }
      left -= page.items.length
      yield raws
    } while (cursor !== undefined)
  }
}
