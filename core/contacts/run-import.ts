import { type CallContext, type Contact, type ImportProblem, toProblem } from '../defs/index.ts'
import type { CardContact, CoreContext, ReadCard } from '../ports.ts'
import { type Changes, isWithinBounds, stepOf, type UndoStep } from './changes.ts'
import { additions, contactOf, slicesOf, withCard } from './import-card.ts'
import type { CardPlan, ImportSession } from './import-session.ts'
import { limits } from './limits.ts'
import { uidOf } from './uid.ts'

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
