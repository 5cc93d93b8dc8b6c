import type { Mailbox, RecordNoun } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import {
  firstDiscussions,
  firstPeople,
  firstSubjects,
  maxSuggestedDiscussions,
  maxSuggestedPeople,
  maxSuggestedSubjects,
  suggestionDelayMs,
  suggestionPage,
  suggestionRefresh,
  suggestionSlice,
} from './limits.ts'
import { Suggestions } from './suggestions.ts'

const batch = { priority: 'batch' } as const

/** Half of the weight of having met somebody is lost in this time. */
const halfLifeMs = 90 * 86_400_000

/**
 * Suggestions that fill themselves when first asked for, and then follow the events: a command that only runs once does
 * not pay for them. `ready` waits for the people and subjects met last, which answer most of what is typed; the others
 * follow. Reads are batch work, and indexing lets go of the thread after each slice, so that nothing waits for them.
 */
export function keepSuggestions(context: CoreContext): { readonly ready: () => Promise<Suggestions> } {
  const suggestions = new Suggestions()
  const report = (thrown: unknown): void =>
    context.logger.warn('suggestions could not be read', { details: String(thrown) })
  let ready: Promise<void> | null = null

  const fill = async (people: number, subjects: number, discussions: number): Promise<void> => {
    await fillPeople(context, suggestions, people)
    await fillDiscussions(context, suggestions, discussions)
    await fillSubjects(context, suggestions, subjects)
  }
  const begin = (): Promise<void> => {
    const first = fillMailboxes(context, suggestions)
      .then(() => fillTags(context, suggestions))
      .then(() => fill(firstPeople, firstSubjects, firstDiscussions))
    const filled = first
      .then(() => fill(maxSuggestedPeople, maxSuggestedSubjects, maxSuggestedDiscussions))
      .catch(report)
    const added = coalesced((limit) => filled.then(() => fill(limit, limit, limit)), report)
    const moved = coalesced(() => fillMailboxes(context, suggestions), report)
    const regrouped = coalesced(
      () => filled.then(() => fillDiscussions(context, suggestions, maxSuggestedDiscussions, true)),
      report,
    )
    const tagged = coalesced(() => fillTags(context, suggestions), report)
    context.events.subscribe((event) => {
      if (event.type === 'messages.added') added(event.more ? suggestionRefresh * 5 : suggestionRefresh)
      if (event.type === 'mailboxes.changed' || event.type === 'accounts.changed') moved(0)
      if (event.type === 'tags.changed') tagged(0)
      if (event.type === 'discussions.changed') regrouped(0)
    })
    return first.catch(report)
  }
  return {
    async ready() {
      ready ??= begin()
      await ready
      return suggestions
    },
  }
}

/** Runs after a pause, once for all calls meanwhile, with the largest of their limits. */
function coalesced(work: (limit: number) => Promise<void>, report: (thrown: unknown) => void): (limit: number) => void {
  let asked: number | null = null
  let running = false
  const run = async (): Promise<void> => {
    running = true
    while (asked !== null) {
      await pause(suggestionDelayMs)
      const limit: number = asked
      asked = null
      await work(limit).catch(report)
    }
    running = false
  }
  return (limit) => {
    asked = Math.max(asked ?? 0, limit)
    if (!running) void run()
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function inSlices<T>(items: readonly T[], put: (item: T) => void): Promise<void> {
  for (let at = 0; at < items.length; at += suggestionSlice) {
    for (const item of items.slice(at, at + suggestionSlice)) put(item)
    await pause(0)
  }
}

async function fillPeople({ stores, clock }: CoreContext, suggestions: Suggestions, limit: number): Promise<void> {
  const people = await stores.search.people(limit, batch)
  const nowMs = clock.nowMs()
  await inSlices(people, ({ address, label, count, lastMs }) => {
    if (suggestions.size('person') >= maxSuggestedPeople * 2) return
    const rank = Math.log2(1 + count) - Math.max(0, nowMs - lastMs) / halfLifeMs
    suggestions.put({ kind: 'person', label: label === '' ? address : label, value: address, details: address, rank })
  })
}

async function fillSubjects({ stores }: CoreContext, suggestions: Suggestions, limit: number): Promise<void> {
  const subjects = await stores.search.subjects(limit, batch)
  await inSlices(subjects, ({ threadId, subject, lastMs }) => {
    if (subject === '' || suggestions.size('subject') >= maxSuggestedSubjects * 2) return
    suggestions.put({ kind: 'subject', label: subject, value: threadId, details: '', rank: lastMs })
  })
}

/** The newest, as far as `limit`. `anew`: those that are not among them any more are taken out. */
async function fillDiscussions(
  context: CoreContext,
  suggestions: Suggestions,
  limit: number,
  anew = false,
): Promise<void> {
  const accounts = await allRecords(context, 'account')
  const own = new Set(accounts.map(({ address }) => address.toLowerCase()))
  const found = new Set<string>()
  let cursor: string | undefined
  do {
    const pageSize = Math.min(suggestionPage, limit - found.size)
    const page = await context.stores.discussions.list({ view: 'all', cursor, limit: pageSize }, batch)
    await inSlices(page.items, ({ id, people, listId, subject, lastMs }) => {
      found.add(id)
      const others = people.filter(({ address }) => !own.has(address.toLowerCase()))
      const names = others.map(({ label, address }) => label || address).join(', ')
      const label = listId ?? (names === '' ? subject : names)
      if (label === '' || suggestions.size('discussion') >= maxSuggestedDiscussions * 2) return
      suggestions.put({ kind: 'discussion', label, value: id, details: subject, rank: lastMs })
    })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && found.size < limit)
  if (anew) suggestions.keep('discussion', found)
}

async function fillMailboxes(context: CoreContext, suggestions: Suggestions): Promise<void> {
  const accounts = await allRecords(context, 'account')
  const mailboxes: Mailbox[] = await allRecords(context, 'mailbox')
  const names = new Map(accounts.map(({ id, label, address }) => [id, label || address]))
  suggestions.keep('mailbox', new Set(mailboxes.map(({ id }) => id)))
  for (const { id, accountId, name, path, role, selectable } of mailboxes) {
    if (!selectable) continue
    const account = names.get(accountId) ?? ''
    const details = path === name ? account : `${path} · ${account}`
    suggestions.put({ kind: 'mailbox', label: name, value: id, details, rank: role === null ? 0 : 1 })
  }
}

async function fillTags(context: CoreContext, suggestions: Suggestions): Promise<void> {
  const tags = await allRecords(context, 'tag')
  suggestions.keep('tag', new Set(tags.map(({ id }) => id)))
  for (const { id, name, importance } of tags) {
    suggestions.put({ kind: 'tag', label: name, value: id, details: '', rank: importance })
  }
}

/** Records are few (accounts, mailboxes, tags): all pages of them. */
export async function allRecords<N extends 'account' | 'mailbox' | 'tag'>(context: CoreContext, noun: N & RecordNoun) {
  const first = await context.stores.records.list(noun, { limit: 500 })
  const items = [...first.items]
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await context.stores.records.list(noun, { limit: 500, cursor })
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
