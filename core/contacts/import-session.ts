import { fail, type ImportFresh, type ImportMerge, type ImportPreview, type ImportProblem } from '../defs/index.ts'
import { limits } from './limits.ts'

/** What a card would become: a contact of its own, a part of one, or of an earlier card of the file. */
export type CardPlan =
  | { readonly kind: 'new' }
  | { readonly kind: 'merge'; readonly contactId: string }
  | { readonly kind: 'repeat'; readonly card: number }

/** A file on its way in, held until it is imported or given up. */
export class ImportSession {
  readonly id: string
  touchedAtMs: number
  /** the whole file was read: it can be imported */
  isPlanned = false
  plans: CardPlan[] = []
  readonly fresh: ImportFresh[] = []
  readonly merges: ImportMerge[] = []
  readonly problems: ImportProblem[] = []
  problemCount = 0
  known = 0
  #pieces: Uint8Array[] = []
  #length = 0
  #file: Uint8Array | null = null

  constructor(id: string, nowMs: number) {
    this.id = id
    this.touchedAtMs = nowMs
  }

  add(piece: Uint8Array): void {
    if (this.#file !== null) throw fail('invalid', 'This file was read to its end already. Begin anew.')
    this.#length += piece.length
    if (this.#length > limits.importBytes) {
      throw fail(
        'limit',
        `This file has more than ${limits.importBytes / 1024 / 1024} MB. Nothing was changed. Import it in parts.`,
      )
    }
    this.#pieces.push(piece)
  }

  /** All of it in one piece, which the reading threads can share. */
  file(): Uint8Array {
    if (this.#file !== null) return this.#file
    const file = new Uint8Array(new SharedArrayBuffer(this.#length))
    let at = 0
    for (const piece of this.#pieces) {
      file.set(piece, at)
      at += piece.length
    }
    this.#pieces = []
    this.#file = file
    return file
  }

  tell(problem: ImportProblem): void {
    this.problemCount++
    if (this.problems.length < limits.importProblems) this.problems.push(problem)
  }

  preview(complete: boolean): ImportPreview {
    const most = limits.previewItems
    return {
      importId: this.id,
      complete,
      cards: this.plans.length,
      known: this.known,
      fresh: { count: this.fresh.length, items: this.fresh.slice(0, most) },
      merges: { count: this.merges.length, items: this.merges.slice(0, most) },
      problems: { count: this.problemCount, items: this.problems.slice(0, most) },
    }
  }
}

/** Those that are open; the oldest goes when there are too many, or when nobody came back. */
export class ImportSessions {
  readonly #sessions = new Map<string, ImportSession>()

  open(id: string, nowMs: number): ImportSession {
    for (const session of this.#sessions.values()) {
      const forgotten = nowMs - session.touchedAtMs > limits.importKeptMs
      if (forgotten || this.#sessions.size >= limits.importSessions) this.#sessions.delete(session.id)
    }
    const session = new ImportSession(id, nowMs)
    this.#sessions.set(id, session)
    return session
  }

  get(id: string, nowMs: number): ImportSession {
    const session = this.#sessions.get(id)
    if (session === undefined) {
      throw fail('not-found', 'This file is not held here any more. Nothing was changed. Choose it again.')
    }
    session.touchedAtMs = nowMs
    // the latest used is the last to go
    this.#sessions.delete(id)
    this.#sessions.set(id, session)
    return session
  }

  close(id: string): void {
    this.#sessions.delete(id)
  }
}
