import type { DiscussionEdit } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { AddressBook } from './address-book.ts'
import { createEdits, type EditChange, type Edits, noEdit } from './edits.ts'
import { type Roots, rootsOf } from './joins.ts'
import { discussionLimits as limits } from './limits.ts'
import type { SetKey } from './participant-set.ts'
import { createPostingAddresses, type PostingAddresses } from './posting-addresses.ts'
import { discussionOf, type WhoIsWho } from './resolve.ts'

/** How participant sets become discussions, by what is known at one moment. */
export interface View {
  readonly resolve: (set: SetKey) => string
  readonly roots: Roots
}

/** What is about to be known: addresses that turned out to be a list's or a person's, and edits by hand. */
export interface News {
  readonly addresses: ReadonlyMap<string, string | null>
  readonly edit: EditChange
  /** sets that are stored with it */
  readonly sets: readonly SetKey[]
}

export const noNews: News = { addresses: new Map(), edit: noEdit, sets: [] }

/** All that the second level knows, in memory: contacts, where lists take posts, and what the user did by hand. */
export interface Knowledge {
  readonly book: AddressBook
  readonly edits: Edits
  readonly posting: PostingAddresses
  /** resolves when everything is there */
  ready(): Promise<void>
  /** as it is known now; wrong for discussions joined by hand from a change of contacts until `foresee` */
  now(): View
  foresee(news: News): Promise<View>
  /** what was foreseen has come to be */
  keep(view: View): void
}

export function createKnowledge(context: CoreContext, book: AddressBook): Knowledge {
  const { stores, hash } = context
  const edits = createEdits(context)
  const posting = createPostingAddresses(context, book)
  const known: WhoIsWho = { book, listAt: posting.listAt }
  let current: View = viewOf(known, new Map())
  let loading: Promise<void> | null = null

  function viewOf(who: WhoIsWho, roots: Roots): View {
    return {
      roots,
      resolve(set) {
        const alone = discussionOf(set, who, hash)
        return roots.get(alone) ?? alone
      },
    }
  }

  async function joined(joins: readonly DiscussionEdit[], who: WhoIsWho, given: readonly SetKey[]): Promise<Roots> {
    if (joins.length === 0) return new Map()
    const sets = new Map(given.map((set) => [set.id, set]))
    const wanted = [...new Set(joins.flatMap((join) => join.participantSetIds))].filter((id) => !sets.has(id))
    for (let at = 0; at < wanted.length; at += limits.setsAtOnce) {
      const found = await stores.participantSets.get(wanted.slice(at, at + limits.setsAtOnce))
      for (const set of found) sets.set(set.id, set)
    }
    const discussion = (setId: string): string[] => {
      const set = sets.get(setId)
      return set === undefined ? [] : [discussionOf(set, who, hash)]
    }
    return rootsOf(joins.map(({ participantSetIds }) => participantSetIds.flatMap(discussion)))
  }

  async function foresee({ addresses, edit, sets }: News): Promise<View> {
    const listAt = (address: string): string | null => {
      const news = addresses.get(address)
      return news === undefined ? posting.listAt(address) : news
    }
    const who = addresses.size === 0 ? known : { book, listAt }
    return viewOf(who, await joined(edits.joins(edit), who, sets))
  }

  async function load(): Promise<void> {
    await Promise.all([book.ready(), edits.load(), posting.load()])
    current = await foresee(noNews)
  }

  return {
    book,
    edits,
    posting,
    async ready() {
      loading ??= load()
      try {
        await loading
      } catch (thrown) {
        loading = null // a disk that could not be read may be readable the next time
        throw thrown
      }
      await book.ready() // which may have changed since
    },
    now: () => current,
    foresee,
    keep(view) {
      // what was news is known now: the view must not hold on to it
      current = viewOf(known, view.roots)
    },
  }
}
