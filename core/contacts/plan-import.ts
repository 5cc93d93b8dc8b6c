import type { CallContext } from '../defs/index.ts'
import type { CoreContext, ReadCard } from '../ports.ts'
import type { Book } from './book.ts'
import { type BookEntry, bookEntry } from './book-entry.ts'
import { additions, contactOf, slicesOf, withCard } from './import-card.ts'
import type { ImportSession } from './import-session.ts'
import { limits } from './limits.ts'
import { type Known, Matcher } from './match.ts'

/** Reads the whole file, and plans what each card would become. Nothing is changed. */
export async function planImport(
  context: CoreContext,
  book: Book,
  session: ImportSession,
  country: string | null,
  call: CallContext,
): Promise<void> {
  await book.ready()
  const matcher = await Matcher.of(book)
  for await (const { cards, problems } of slicesOf(context, session, { country, withBlobs: false }, call)) {
    const first = session.plans.length
    for (const { card, line, message } of problems) {
      session.tell({ card: card === null ? null : first + card, line, message })
    }
    const room = limits.importCards - first
    // each is matched when it is its turn; what has to be looked up for it is looked up together
    await Promise.all(cards.slice(0, room).map((read, i) => planCard(context, matcher, session, read, first + i)))
    session.merges.sort((a, b) => a.card - b.card)
    if (cards.length > room) {
      session.tell({ card: null, line: cards[room]?.line ?? 0, message: tooMany })
      return
    }
  }
}

const tooMany = `This file has more than ${limits.importCards} cards. Those from here on were left out.`

async function planCard(
  context: CoreContext,
  matcher: Matcher,
  session: ImportSession,
  { card }: ReadCard,
  index: number,
): Promise<void> {
  const contact = contactOf(context, card, `card:${index}`)
  const entry = bookEntry(contact)
  const match = matcher.find(entry)
  if (match === null) {
    matcher.add(comparableOf(entry))
    session.plans[index] = { kind: 'new' }
    session.fresh.push({ card: index, displayName: entry.displayName, address: entry.address })
    return
  }
  const earlier = /^card:(\d+)$/.exec(match.id)?.[1]
  if (earlier !== undefined) {
    session.plans[index] = { kind: 'repeat', card: Number(earlier) }
    session.known++
    return
  }
  session.plans[index] = { kind: 'merge', contactId: match.id }
  const into = await context.stores.records.get('contact', match.id, { priority: 'batch' })
  const adds = into === null ? [] : additions(into, withCard(into, contact, context.clock.nowMs()))
  if (adds.length === 0) {
    session.known++
    return
  }
  const { displayName, evidence } = match
  session.merges.push({
    card: index,
    displayName: entry.displayName,
    contactId: match.id,
    contactName: displayName,
    evidence,
    adds,
  })
}

/** Of the cards of a large file, only what later ones are compared by is held. */
const comparableOf = ({ id, kind, displayName, address, keys, phones, keyIds, uids }: BookEntry): Known => ({
  id,
  kind,
  displayName,
  address,
  keys,
  phones,
  keyIds,
  uids,
})
