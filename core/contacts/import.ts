import type { CallContext, Contact, ImportProblem } from '../defs/index.ts'
import { toProblem } from '../defs/index.ts'
import type { CardContact, CardPlace, CardSlice, CoreContext, ReadCard } from '../ports.ts'
import type { Book } from './book.ts'
import { bookEntry } from './book-entry.ts'
import { type Changes, isWithinBounds, stepOf, type UndoStep } from './changes.ts'
import { emptyFields, newContact, tidy } from './fields.ts'
import type { CardPlan, ImportSession } from './import-session.ts'
import { limits } from './limits.ts'
import { Matcher } from './match.ts'
import { listFields, merged } from './merge.ts'
import { uidOf } from './uid.ts'

/** The slices of a session's file, one after the other. */
async function* slicesOf(
  { cards }: Pick<CoreContext, 'cards'>,
  session: ImportSession,
  request: { readonly country: string | null; readonly withBlobs: boolean },
  { signal, priority }: CallContext,
): AsyncGenerator<CardSlice> {
  let place: CardPlace | null = { offset: 0, line: 1 }
  while (place !== null) {
    signal?.throwIfAborted()
    const slice: CardSlice = await cards.read({ file: session.file(), place, ...request }, { priority, signal })
    yield slice
    place = slice.next
  }
}

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
    matcher.add(entry)
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

/** A card as the contact that it would be. */
function contactOf({ clock }: Pick<CoreContext, 'clock'>, card: CardContact, id: string): Contact {
  const { uid } = card
  const contact = { ...newContact(id, { ...emptyFields, ...card }, { nowMs: clock.nowMs(), uid }), ...card }
  return tidy({ ...contact, keys: contact.keys.map((key) => ({ ...key, addedAtMs: clock.nowMs() })) })
}

/** What a file says is put beside what is there; a name that was found in mail gives way to it. */
function withCard(into: Contact, card: Contact, nowMs: number): Contact {
  const renames = !into.confirmed && card.name.full !== ''
  return merged([into, card], renames ? { name: card.id } : {}, nowMs)
}

/** Fields of a contact that gain something. */
function additions(before: Contact, after: Contact): string[] {
  const lists = listFields.filter((field) => after[field].length > before[field].length)
  const singles = (['name', 'photo', 'language', 'timezone', 'confirmed'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return [...singles, ...lists]
}

export interface ImportDone {
  readonly created: number
  readonly merged: number
  readonly skipped: number
  readonly failed: ImportProblem[]
  readonly actionId: string
}

/** Does what the preview said, but for `choices`. What fails is told; what is done by then stays, and can be undone. */
export async function runImport(
  context: CoreContext,
  changes: Changes,
  session: ImportSession,
  choices: Readonly<Record<string, string>>,
  country: string | null,
  call: CallContext,
): Promise<ImportDone> {
  const run = new ImportRun(context, changes, session.plans, choices)
  let card = 0
  for await (const slice of slicesOf(context, session, { country, withBlobs: true }, call)) {
    const cards = slice.cards.slice(0, session.plans.length - card)
    for (let at = 0; at < cards.length; at += limits.commit) {
      const problem = await run.take(cards.slice(at, at + limits.commit), card + at)
      if (problem !== null) return run.done([problem])
    }
    card += cards.length
    if (card >= session.plans.length) break
  }
  return run.done([])
}

type Outcome = 'created' | 'merged' | 'skipped'

class ImportRun {
  readonly #context: CoreContext
  readonly #changes: Changes
  readonly #plans: readonly CardPlan[]
  readonly #choices: Readonly<Record<string, string>>
  /** what became of a card that others are the same as */
  readonly #ids = new Map<number, string>()
  readonly #steps = new Map<string, UndoStep>()
  readonly #counts = { created: 0, merged: 0, skipped: 0 }

  constructor(
    context: CoreContext,
    changes: Changes,
    plans: readonly CardPlan[],
    choices: Readonly<Record<string, string>>,
  ) {
    this.#context = context
    this.#changes = changes
    this.#plans = plans
    this.#choices = choices
  }

  /** One change set; the problem that stopped it, if any. */
  async take(cards: readonly ReadCard[], first: number): Promise<ImportProblem | null> {
    try {
      const blobs = cards.flatMap((read) => read.blobs)
      if (blobs.length > 0) await this.#context.stores.blobs.put(blobs)
      await this.#changes.inOrder(async () => {
        const before = new Map<string, Contact | null>()
        const after = new Map<string, Contact>()
        const outcomes: Outcome[] = []
        for (const [i, { card }] of cards.entries()) outcomes.push(await this.#takeOne(card, first + i, before, after))
        const contacts = [...after].flatMap(([id, contact]) => {
          const was = before.get(id) ?? null
          return was !== null && contact === was ? [] : [{ before: was, after: contact }]
        })
        await this.#changes.commit({ contacts })
        for (const change of contacts) this.#keep(stepOf(change))
        for (const outcome of outcomes) this.#counts[outcome]++
      })
      return null
    } catch (thrown) {
      const { message } = toProblem(thrown)
      return { card: first, line: cards[0]?.line ?? 0, message: `${message} What comes from here on was not imported.` }
    }
  }

  done(failed: ImportProblem[]): ImportDone {
    const actionId = this.#changes.keepSteps([...this.#steps.values()])
    return { ...this.#counts, failed, actionId }
  }

  /** Several cards may go into one contact: undone, it is as it was before the first. */
  #keep(step: UndoStep): void {
    const known = this.#steps.get(step.id)
    this.#steps.set(step.id, known === undefined ? step : { ...step, before: known.before })
  }

  async #takeOne(
    card: CardContact,
    index: number,
    before: Map<string, Contact | null>,
    after: Map<string, Contact>,
  ): Promise<Outcome> {
    const target = this.#targetOf(index)
    if (target === 'skip') return 'skipped'
    const into = target === 'new' ? null : await this.#read(target, before, after)
    const own = contactOf(this.#context, card, `card:${index}`)
    const both = into && withCard(into, own, this.#context.clock.nowMs())
    // what does not fit into one stays two
    if (into === null || both === null || !isWithinBounds(both)) {
      const id = this.#context.random.id()
      const contact = contactOf(this.#context, card, id)
      after.set(id, contact.uid === '' ? { ...contact, uid: uidOf(this.#context, id) } : contact)
      this.#ids.set(index, id)
      return 'created'
    }
    this.#ids.set(index, into.id)
    if (additions(into, both).length === 0) return 'skipped'
    // one that was made a moment ago keeps counting from its beginning
    after.set(into.id, after.has(into.id) ? { ...both, revision: into.revision } : both)
    return 'merged'
  }

  async #read(id: string, before: Map<string, Contact | null>, after: Map<string, Contact>): Promise<Contact | null> {
    const now = after.get(id)
    if (now !== undefined) return now
    const contact = await this.#context.stores.records.get('contact', id)
    if (contact !== null) before.set(id, contact)
    return contact
  }

  #targetOf(index: number): string {
    const chosen = this.#choices[index]
    if (chosen !== undefined) return chosen
    const plan = this.#plans[index]
    if (plan?.kind === 'merge') return plan.contactId
    return plan?.kind === 'repeat' ? (this.#ids.get(plan.card) ?? 'new') : 'new'
  }
}
