import type { ReadOptions, SearchNode } from '../../storage/contracts/index.ts'
import type { MessageSummary, SearchFacets } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ZoneOffset } from './dates.ts'
import { facetPage, maxFacetMatches, offeredValues } from './limits.ts'

/**
 * What the newest matches have in common. At most `maxFacetMatches` are looked at, in pages, so that what somebody waits
 * for meanwhile has its turn in between; the cost does not grow with the mailbox.
 */
export async function readFacets(
  { stores }: CoreContext,
  node: SearchNode,
  zone: ZoneOffset,
  options: ReadOptions,
): Promise<SearchFacets> {
  const people = new Tally<{ address: string; label: string }>()
  const mailboxes = new Tally<{ mailboxId: string }>()
  const years = new Tally<{ year: number }>()
  const sums = { counted: 0, attachment: 0, link: 0, unread: 0, starred: 0 }
  const add = (message: MessageSummary): void => {
    sums.counted += 1
    sums.attachment += Number(message.attachments.length > 0)
    sums.link += Number(message.hasLink)
    sums.unread += Number(!message.flags.seen)
    sums.starred += Number(message.flags.flagged)
    const from = message.participants.find(({ type }) => type === 'from')
    if (from) people.add(from.address.toLowerCase(), { address: from.address, label: from.label })
    for (const mailboxId of message.mailboxIds) mailboxes.add(mailboxId, { mailboxId })
    const year = new Date(message.sortMs + zone(message.sortMs)).getUTCFullYear()
    years.add(String(year), { year })
  }
  let cursor: string | null = null
  do {
    const request = { node, sort: 'newest', limit: facetPage, ...(cursor === null ? {} : { cursor }) } as const
    const page = await stores.search.match(request, options)
    for (const message of await stores.messages.get(page.items, options)) add(message)
    cursor = page.nextCursor
  } while (cursor !== null && sums.counted < maxFacetMatches)
  return {
    ...sums,
    complete: cursor === null,
    people: people.most(offeredValues),
    mailboxes: mailboxes.most(offeredValues),
    years: years.most(offeredValues).toSorted((a, b) => b.year - a.year),
  }
}

/** Values by key with how often each came; the first of a key stands for it. */
class Tally<T extends object> {
  readonly #counts = new Map<string, { value: T; count: number }>()

  add(key: string, value: T): void {
    const known = this.#counts.get(key)
    if (known) known.count += 1
    else this.#counts.set(key, { value, count: 1 })
  }

  /** The `limit` most frequent, most frequent first. */
  most(limit: number): (T & { count: number })[] {
    return [...this.#counts.values()]
      .toSorted((a, b) => b.count - a.count)
      .slice(0, limit)
      .map(({ value, count }) => ({ ...value, count }))
  }
}
