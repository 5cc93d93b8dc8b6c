import type { ChangeSet, ThreadRef } from '../../storage/contracts/index.ts'
import type { Hash } from '../ports.ts'
import { type MailRefs, mailRefs, type ThreadedMail } from './refs.ts'

export interface ThreadPlan {
  /** by message id */
  readonly threadIds: ReadonlyMap<string, string>
  readonly merges: NonNullable<ChangeSet['threadMerges']>
  readonly refs: readonly ThreadRef[]
}

/**
 * Puts new messages into threads: the connected components over the ids that messages have and mention (JWZ, made
 * incremental: https://www.jwz.org/doc/threading.html). Order of arrival and batches make no difference to which messages end up
 * together. A thread's id comes from its first reference; of threads that turn out to be one, the smallest stays.
 *
 * `lookUp` is ThreadStore.byRefs. Nobody else may change threads until the plan is committed.
 */
export async function assignThreads(
  mails: readonly ThreadedMail[],
  lookUp: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  hash: Hash,
): Promise<ThreadPlan> {
  const read = mails.map((mail) => ({ id: mail.id, refs: mailRefs(mail, hash) }))
  const asked = new Set(read.flatMap(({ refs }) => allRefs(refs)))
  const assignment = new Assignment(await lookUp([...asked]))
  for (const { id, refs } of read) assignment.add(id, refs)
  return assignment.plan()
}

const allRefs = ({ firm, subject }: MailRefs): string[] => [
  ...firm,
  ...subject.register,
  ...subject.join,
  ...subject.slots.flatMap(({ slots, join }) => [...slots, ...join]),
]

class Assignment {
  readonly #known: ReadonlyMap<string, string>
  readonly #stored: ReadonlySet<string>
  readonly #added = new Map<string, string>()
  readonly #into = new Map<string, string>()
  readonly #threadOf = new Map<string, string>()

  constructor(known: ReadonlyMap<string, string>) {
    this.#known = known
    this.#stored = new Set(known.values())
  }

  add(mailId: string, { firm, newThreadId, subject }: MailRefs): void {
    const register = [...firm, ...subject.register]
    const join = [...firm, ...subject.join]
    for (const original of subject.slots) {
      const free = original.slots.find((slot) => this.#lookUp(slot) === undefined)
      if (free === undefined) continue
      register.push(free)
      join.push(...original.join)
    }
    const found = join.flatMap((ref) => this.#lookUp(ref) ?? [])
    const threadId = found.reduce((one, other) => this.#unite(one, other), found[0] ?? newThreadId)
    this.#threadOf.set(mailId, threadId)
    for (const ref of register) if (!this.#known.has(ref)) this.#added.set(ref, threadId)
  }

  plan(): ThreadPlan {
    const merges = [...this.#stored].flatMap((from) => {
      const into = this.#root(from)
      return into === from ? [] : [{ from, into }]
    })
    return {
      threadIds: new Map([...this.#threadOf].map(([id, threadId]) => [id, this.#root(threadId)])),
      merges,
      refs: [...this.#added].map(([ref, threadId]) => ({ ref, threadId: this.#root(threadId) })),
    }
  }

  #lookUp(ref: string): string | undefined {
    const threadId = this.#added.get(ref) ?? this.#known.get(ref)
    return threadId === undefined ? undefined : this.#root(threadId)
  }

  #root(threadId: string): string {
    let root = threadId
    for (let next = this.#into.get(root); next !== undefined; next = this.#into.get(root)) root = next
    if (root !== threadId) this.#into.set(threadId, root)
    return root
  }

  /** A thread that is stored already stays rather than one that is not: nothing has to move then. */
  #unite(one: string, other: string): string {
    const [a, b] = [this.#root(one), this.#root(other)]
    if (a === b) return a
    const aStays = this.#stored.has(a) === this.#stored.has(b) ? a < b : this.#stored.has(a)
    const [stays, goes] = aStays ? [a, b] : [b, a]
    this.#into.set(goes, stays)
    return stays
  }
}
