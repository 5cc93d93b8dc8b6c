import type { Correspondent } from '../../storage/contracts/index.ts'
import type { RecipientSuggestion, Suggestion } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import type { Groups } from './groups.ts'
import { limits } from './limits.ts'
import { pause } from './pause.ts'
import { fits, type Wanted, wantedBy, wordsOf } from './words.ts'

/** People that were met and are no contacts, for what neither the book nor the user's own mail answers. */
export type Strangers = (text: string, limit: number) => Promise<readonly Suggestion[]>

/** Somebody whom the user wrote to, and the words that he or she is found by. */
interface Written extends Correspondent {
  readonly haystack: string
}

/** Whom the user wrote to and when, in memory; read again when there is new mail. */
export class Correspondence {
  readonly #context: CoreContext
  #people: Promise<Map<string, Written>> | null = null
  #stale = false
  #readAtMs = 0

  constructor(context: CoreContext) {
    this.#context = context
    context.events.subscribe((event) => {
      const sent = event.type === 'outbox.changed' && event.item.state === 'sent'
      if (sent || event.type === 'messages.added' || event.type === 'messages.removed') this.#stale = true
    })
  }

  people(): Promise<Map<string, Written>> {
    const nowMs = this.#context.clock.nowMs()
    // while mail pours in, what was read a moment ago is good enough for who is typing
    if (this.#stale && nowMs - this.#readAtMs >= limits.writtenToFreshMs) this.#people = null
    if (this.#people === null) {
      this.#stale = false
      this.#readAtMs = nowMs
      this.#people = this.#read().catch((thrown: unknown) => {
        this.#people = null
        throw thrown
      })
    }
    return this.#people
  }

  async #read(): Promise<Map<string, Written>> {
    const written = await this.#context.stores.scores.writtenTo(limits.writtenTo)
    const people = new Map<string, Written>()
    for (const [i, one] of written.entries()) {
      if (i % limits.together === limits.together - 1) await pause()
      people.set(addressKey(one.address), {
        ...one,
        haystack: ` ${wordsOf(`${one.label} ${one.address}`, 40).join(' ')}`,
      })
    }
    return people
  }
}

interface Candidate extends RecipientSuggestion {
  readonly rank: number
}

export interface SuggestTools {
  readonly context: CoreContext
  readonly book: Book
  readonly groups: Groups
  readonly correspondence: Correspondence
  readonly strangers: Strangers
}

/** Those who fit, by how often and how lately the user wrote to them; then those that the user only knows. */
export async function suggestRecipients(
  tools: SuggestTools,
  text: string,
  limit: number,
): Promise<RecipientSuggestion[]> {
  const { context, book, correspondence, strangers } = tools
  await book.ready()
  const people = await correspondence.people()
  const wanted = wantedBy(text)
  const found = new Map<string, Candidate>()
  const offer = (candidate: Candidate) => {
    const key = candidate.group ? `group ${candidate.name}` : addressKey(candidate.addresses[0] ?? '')
    const known = found.get(key)
    if (known === undefined || known.rank < candidate.rank) found.set(key, candidate)
  }
  const nowMs = context.clock.nowMs()
  for (const entry of book.entries()) {
    if (entry.own || !isWanted(wanted, entry)) continue
    for (const candidate of candidatesOf(tools, entry, people, wanted, nowMs)) offer(candidate)
  }
  for (const one of people.values()) {
    if (book.own().has(addressKey(one.address)) || book.contactsOf(one.address).length > 0) continue
    if (wanted.words.length > 0 && !fits(wanted, one.haystack, '')) continue
    offer({ ...met(one.address, one.label), ...written(one), rank: rankOf(one, nowMs) })
  }
  const best = [...found.values()].sort(byRank).slice(0, limit)
  if (best.length < limit && wanted.words.length > 0) {
    const more = await strangers(text.slice(0, maxAsked), limit)
    for (const { label, value } of more) {
      const known = found.has(addressKey(value)) || book.own().has(addressKey(value))
      if (best.length < limit && !known) best.push({ ...met(value, label), written: 0, lastWrittenMs: 0, rank: 0 })
    }
  }
  return best.map(({ rank: _, ...suggestion }) => suggestion)
}

/** What search takes of a text. */
const maxAsked = 200

const isWanted = (wanted: Wanted, { haystack, digits }: BookEntry): boolean =>
  wanted.words.length === 0 || fits(wanted, haystack, digits)

const fitsText = (wanted: Wanted, text: string): boolean => fits(wanted, ` ${wordsOf(text, 40).join(' ')}`, '')

const met = (address: string, label: string) => ({
  name: label === '' ? address : label,
  addresses: [address],
  contactId: null,
  group: false,
  confirmed: false,
  photo: false,
})

const written = (one: Correspondent | undefined) => ({
  written: one?.written ?? 0,
  lastWrittenMs: one?.lastWrittenMs ?? 0,
})

function* candidatesOf(
  { book, groups }: SuggestTools,
  entry: BookEntry,
  people: ReadonlyMap<string, Correspondent>,
  wanted: Wanted,
  nowMs: number,
): Generator<Candidate> {
  const { id, displayName: name, confirmed, photo } = entry
  const said = { name, contactId: id, confirmed, photo }
  if (entry.kind === 'group') {
    const own = book.own()
    const addresses = groups
      .addressesOf(entry, limits.groupAddresses)
      .filter((address) => !own.has(addressKey(address)))
    if (addresses.length > 0) yield { ...said, addresses, group: true, written: 0, lastWrittenMs: 0, rank: 0.5 }
    return
  }
  // an address that was typed comes before the others of the same person
  const typed = wanted.words.length === 0 ? [] : entry.addresses.filter((address) => fitsText(wanted, address))
  for (const [i, address] of entry.addresses.entries()) {
    const one = people.get(addressKey(address))
    const preferred = address === entry.address ? 0.2 : 0
    const rank =
      rankOf(one, nowMs) + (confirmed ? 0.3 : 0) + preferred + (typed.includes(address) ? 0.1 : 0) - i / 10_000
    yield { ...said, addresses: [address], group: false, ...written(one), rank }
  }
}

/** How often, halved with each half-life since the last time. */
function rankOf(one: Correspondent | undefined, nowMs: number): number {
  if (one === undefined || one.written === 0) return 0
  return 1 + one.written * 0.5 ** (Math.max(0, nowMs - one.lastWrittenMs) / limits.halfLifeMs)
}

const byRank = (a: Candidate, b: Candidate): number =>
  b.rank - a.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
