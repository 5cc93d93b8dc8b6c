import type { RecordPut } from '../../storage/contracts/index.ts'
import type { Message } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { type AddressBook, addressKey } from './address-book.ts'
import { discussionLimits as limits } from './limits.ts'
import { authorOf } from './participant-set.ts'

/** What a copy of a message says of the list that it came by. */
export interface ListMark {
  readonly listId: string
  /** the address in List-Post (RFC 2369), null if there is none or it is not known */
  readonly post: string | null
}

/** A message as grouping is given it. */
export interface GroupedMail {
  readonly message: Message
  /** of the copies that are looked at now; several when it went to several lists */
  readonly lists: readonly ListMark[]
  /** it lies in a junk mailbox: nothing is learnt from it */
  readonly junk: boolean
}

/** What a batch taught. `changed`: address to list, null for a person's. Nothing of it counts before `keep`. */
export interface Learnt {
  readonly changed: ReadonlyMap<string, string | null>
  readonly records: readonly RecordPut[]
  keep(): void
}

export interface PostingAddresses {
  load(): Promise<void>
  listAt(address: string): string | null
  /** every list that an address is known of */
  lists(): IterableIterator<string>
  learn(mails: readonly GroupedMail[]): Promise<Learnt>
}

/**
 * Where lists take posts, so that what is sent there belongs to the list though it has no List-Id (yet). Learnt from
 * List-Post, from a recipient that is the List-Id written as an address, and from where the user's own answers to the list
 * went. An address that writes by itself, without a List-Id, is a person's for good: a header cannot make a list of
 * somebody who writes to the user.
 */
export function createPostingAddresses(context: CoreContext, book: AddressBook): PostingAddresses {
  const { stores } = context
  const known = new Map<string, string | null>()
  const perList = new Map<string, number>()

  function remember(address: string, listId: string | null): void {
    const before = known.get(address)
    if (typeof before === 'string') perList.set(before, (perList.get(before) ?? 1) - 1)
    known.set(address, listId)
    if (listId !== null) perList.set(listId, (perList.get(listId) ?? 0) + 1)
  }

  /** Messages of the store that stand in a set with one of these addresses, the newest. */
  async function withAddresses(addresses: readonly string[]): Promise<Message[]> {
    if (addresses.length === 0) return []
    const { items } = await stores.participantSets.byAddresses(addresses, undefined, limits.setsAtOnce)
    if (items.length === 0) return []
    const setIds = items.map(({ id }) => id)
    const page = await stores.participantSets.messagesOf(setIds, undefined, limits.examined)
    return stores.messages.get(page.items)
  }

  async function parentsOf(mails: readonly GroupedMail[]): Promise<Map<string, Message[]>> {
    const wanted = new Set(mails.flatMap(({ message }) => answered(message)))
    const stored = wanted.size === 0 ? [] : await stores.messages.byMessageIds([...wanted])
    return byMessageId(stored)
  }

  return {
    async load() {
      let cursor: string | undefined
      do {
        const page = await stores.records.list('postingAddress', { cursor, limit: limits.setsAtOnce })
        for (const { id, listId } of page.items) remember(id, listId)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
    },

    listAt: (address) => known.get(address) ?? null,
    lists: () => perList.keys(),

    async learn(mails) {
      const usable = mails.filter(({ junk }) => !junk)
      const own = book.own()
      const lesson = new Lesson(known, perList, own)
      const single = usable.filter(({ message }) => message.listId === null)
      const listed = usable.flatMap(({ message, lists }) => lists.map((mark) => ({ message, mark })))
      for (const { message } of single) lesson.wroteAlone(authorOf(message.participants))
      for (const mail of listed) lesson.proposeFirm(mail)

      const answers = single.filter(({ message }) => isOwn(message, own) && lesson.strangers(message).length > 0)
      const parents = await parentsOf(answers)
      const here = byMessageId(usable.map(({ message }) => message))
      for (const { message } of answers) {
        const of = answered(message).flatMap((id) => [...(here.get(id) ?? []), ...(parents.get(id) ?? [])])
        for (const list of of)
          lesson.answered(message, { message: list, mark: { listId: list.listId ?? '', post: null } })
      }
      // answers that came before what they answer
      const open = listed.filter((mail) => lesson.open(mail).length > 0)
      const earlier = await withAddresses([...new Set(open.flatMap((mail) => lesson.open(mail)))])
      for (const message of earlier) {
        if (message.listId !== null || !isOwn(message, own)) continue
        for (const list of open) {
          if (answered(message).includes(list.message.messageId ?? '')) lesson.answered(message, list)
        }
      }
      for (const address of lesson.proposed()) {
        for (const { participants, listId } of await withAddresses([address])) {
          if (listId === null && authorOf(participants) === address) lesson.wroteAlone(address)
        }
      }
      const changed = lesson.learnt(limits.postAddresses - known.size)
      return {
        changed,
        records: [...changed].map(([id, listId]) => ({ noun: 'postingAddress', value: { id, listId } })),
        keep() {
          for (const [address, listId] of changed) remember(address, listId)
        },
      }
    },
  }
}

interface ListedMail {
  readonly message: Message
  readonly mark: ListMark
}

/** What is being learnt of one batch. */
class Lesson {
  readonly #known: ReadonlyMap<string, string | null>
  readonly #perList: ReadonlyMap<string, number>
  readonly #own: ReadonlySet<string>
  readonly #proposals = new Map<string, string>()
  readonly #added = new Map<string, number>()
  readonly #authors = new Set<string>()
  readonly #persons = new Set<string>()

  constructor(
    known: ReadonlyMap<string, string | null>,
    perList: ReadonlyMap<string, number>,
    own: ReadonlySet<string>,
  ) {
    this.#known = known
    this.#perList = perList
    this.#own = own
  }

  /** somebody who writes without a list is no list */
  wroteAlone(address: string | null): void {
    if (address === null || this.#own.has(address)) return
    this.#authors.add(address)
    if (this.#proposals.delete(address) || typeof this.#known.get(address) === 'string') this.#persons.add(address)
  }

  proposeFirm(mail: ListedMail): void {
    const { listId } = mail.mark
    for (const address of firmOf(mail)) {
      const count = (this.#perList.get(listId) ?? 0) + (this.#added.get(listId) ?? 0)
      if (!this.#isNew(address) || count >= limits.postAddressesPerList) continue
      this.#added.set(listId, (this.#added.get(listId) ?? 0) + 1)
      this.#propose(address, listId)
    }
  }

  /** recipients that may turn out to be a list's */
  strangers({ participants }: Message): string[] {
    const recipients = participants.filter(({ type }) => type === 'to' || type === 'cc').slice(0, limits.postCandidates)
    return recipients.map(({ address }) => addressKey(address)).filter((address) => this.#isNew(address))
  }

  /** addresses that become the list's once an answer of the user's has gone there */
  open(mail: ListedMail): string[] {
    return [...firmOf(mail), ...answerable(mail)].filter((address) => this.#isNew(address))
  }

  answered(answer: Message, list: ListedMail): void {
    const theirs = new Set([...firmOf(list), ...answerable(list)])
    for (const address of this.strangers(answer)) if (theirs.has(address)) this.#propose(address, list.mark.listId)
  }

  proposed(): string[] {
    return [...this.#proposals.keys()]
  }

  learnt(room: number): Map<string, string | null> {
    const persons = [...this.#persons].map((address) => [address, null] as const)
    return new Map([...persons, ...[...this.#proposals].slice(0, Math.max(0, room))])
  }

  #propose(address: string, listId: string): void {
    if (this.#authors.has(address)) this.#persons.add(address)
    else this.#proposals.set(address, listId)
  }

  #isNew(address: string): boolean {
    return (
      address.includes('@') &&
      !this.#own.has(address) &&
      !this.#known.has(address) &&
      !this.#proposals.has(address) &&
      !this.#persons.has(address)
    )
  }
}

/** What the list says itself: List-Post, or a recipient that is the List-Id as an address. Its author's own is neither. */
function firmOf({ message: { participants }, mark: { listId, post } }: ListedMail): string[] {
  const author = authorOf(participants)
  const recipients = participants.filter(({ type }) => type === 'to' || type === 'cc')
  const named = recipients.slice(0, limits.postCandidates).map(({ address }) => addressKey(address))
  const asId = named.filter((address) => address.replace('@', '.') === listId)
  const found = new Set([...(post === null ? [] : [addressKey(post)]), ...asId])
  // a list that writes in its own name ("Anna via Plans") is one all the same
  return [...found].filter((address) => address !== author || writesForOthers(participants))
}

/** Where answers to the list go, if not to its author. */
function answerable({ message: { participants } }: ListedMail): string[] {
  if (writesForOthers(participants)) return []
  const author = authorOf(participants)
  return participants
    .filter(({ type }) => type === 'reply-to')
    .map(({ address }) => addressKey(address))
    .filter((address) => address !== author)
}

const writesForOthers = (participants: Message['participants']): boolean =>
  /\bvia\b/i.test(participants.find(({ type }) => type === 'from')?.label ?? '')

const isOwn = ({ participants }: Message, own: ReadonlySet<string>): boolean => own.has(authorOf(participants) ?? '')

function answered({ inReplyTo, references }: Message): string[] {
  return [...new Set([...inReplyTo, ...references.slice(-limits.parents).reverse()])].slice(0, limits.parents)
}

function byMessageId(messages: readonly Message[]): Map<string, Message[]> {
  const found = new Map<string, Message[]>()
  for (const message of messages) {
    if (message.messageId === null || message.listId === null) continue
    found.set(message.messageId, [...(found.get(message.messageId) ?? []), message])
  }
  return found
}
