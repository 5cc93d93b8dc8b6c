import type { Membership, RemoteCopy, SearchRow, Tagging } from '../../storage/contracts/index.ts'
import type { Feature, Message, MessageSummary } from '../defs/index.ts'
import type { ListMark } from '../discussions/index.ts'

interface Work {
  /** as it is stored; null for a new one */
  readonly stored: Message | null
  message: Message
  search: SearchRow | null
  /** what was found in what came now; null where nothing new was read of it */
  features: readonly Feature[] | null
  removed: boolean
  /** the record that took the place of one that is removed */
  into: string | null
}

/** What a batch looks at and how it leaves it: the stored state read once, with the batch's own doings on top. */
export class WorkingSet {
  readonly #works = new Map<string, Work>()
  readonly #byMessageId = new Map<string, Set<string>>()
  readonly #members = new Set<string>()
  readonly #remote = new Map<string, RemoteCopy>()
  readonly #tags = new Map<string, readonly string[]>()
  readonly #lists = new Map<string, readonly ListMark[]>()
  readonly membershipAdds: Membership[] = []
  readonly remotePuts: RemoteCopy[] = []
  readonly tagAdds: Tagging[] = []

  constructor(messages: readonly MessageSummary[], remotes: readonly RemoteCopy[]) {
    for (const { mailboxIds, tagIds, discussionId: _, ...message } of messages) {
      this.#index({ stored: message, message, search: null, features: null, removed: false, into: null })
      this.#tags.set(message.id, tagIds)
      for (const mailboxId of mailboxIds) this.#members.add(`${mailboxId}\n${message.id}`)
    }
    for (const copy of remotes) this.#remote.set(`${copy.mailboxId}\n${copy.uid}`, copy)
  }

  get(id: string): Message | undefined {
    const work = this.#works.get(id)
    return work === undefined || work.removed ? undefined : work.message
  }

  withMessageId(messageId: string): Message[] {
    return [...(this.#byMessageId.get(messageId) ?? [])].flatMap((id) => this.get(id) ?? [])
  }

  remoteAt(mailboxId: string, uid: number): RemoteCopy | undefined {
    return this.#remote.get(`${mailboxId}\n${uid}`)
  }

  mailboxIdsOf(id: string): string[] {
    return [...this.#members].flatMap((key) => (key.endsWith(`\n${id}`) ? [key.slice(0, -id.length - 1)] : []))
  }

  tagIdsOf(id: string): readonly string[] {
    return this.#tags.get(id) ?? []
  }

  addTags(messageId: string, tagIds: readonly string[]): void {
    const before = this.tagIdsOf(messageId)
    const news = tagIds.filter((tagId) => !before.includes(tagId))
    if (news.length === 0) return
    this.#tags.set(messageId, [...before, ...news])
    this.tagAdds.push(...news.map((tagId) => ({ messageId, tagId })))
  }

  /** mailboxes that any of these is in */
  mailboxesOfAll(ids: ReadonlySet<string>): string[] {
    const found = new Set<string>()
    for (const key of this.#members) {
      const [mailboxId = '', id = ''] = key.split('\n')
      if (ids.has(id)) found.add(mailboxId)
    }
    return [...found]
  }

  remotesOf(id: string): RemoteCopy[] {
    return [...this.#remote.values()].filter(({ messageId }) => messageId === id)
  }

  insert(message: Message, search: SearchRow, features: readonly Feature[]): void {
    this.#index({ stored: null, message, search, features, removed: false, into: null })
  }

  update(
    id: string,
    set: Partial<Message>,
    search: SearchRow | null = null,
    features: readonly Feature[] | null = null,
  ): void {
    const work = this.#works.get(id)
    if (work === undefined) return
    work.message = { ...work.message, ...set }
    work.search = search ?? work.search
    work.features = features ?? work.features
  }

  /** what a copy that came says of its list */
  markList(id: string, mark: ListMark): void {
    this.#lists.set(id, [...(this.#lists.get(id) ?? []), mark])
  }

  listsOf(id: string): readonly ListMark[] {
    return this.#lists.get(id) ?? []
  }

  /** for a record whose place another one takes */
  remove(id: string, into: string): void {
    const work = this.#works.get(id)
    if (work === undefined) return
    work.removed = true
    work.into = into
  }

  /** false if it was there already */
  addMembership(mailboxId: string, messageId: string): boolean {
    const key = `${mailboxId}\n${messageId}`
    if (this.#members.has(key)) return false
    this.#members.add(key)
    this.membershipAdds.push({ mailboxId, messageId })
    return true
  }

  putRemote(copy: RemoteCopy): void {
    this.#remote.set(`${copy.mailboxId}\n${copy.uid}`, copy)
    this.remotePuts.push(copy)
  }

  works(): readonly Readonly<Work>[] {
    return [...this.#works.values()]
  }

  #index(work: Work): void {
    const { id, messageId } = work.message
    this.#works.set(id, work)
    if (messageId === null) return
    const ids = this.#byMessageId.get(messageId) ?? new Set()
    this.#byMessageId.set(messageId, ids.add(id))
  }
}
