import type { Handlers, Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { PeopleNames } from '../search/index.ts'
import { readSettings } from '../settings/index.ts'
import type { Undo } from '../undo/index.ts'
import { Book, type ContactBook } from './book.ts'
import { createChanges } from './changes.ts'
import { type Collector, createCollector } from './collect.ts'
import { createEditing } from './editing.ts'
import { Groups } from './groups.ts'
import { createImporting } from './importing.ts'
import { createMerging } from './merging.ts'
import { keepOwnCard } from './own-card.ts'
import { createPeopleNames } from './people-names.ts'
import { createReading } from './reading.ts'
import { Correspondence, type Strangers } from './suggest.ts'

export interface ContactOptions {
  /** BCP 47: the language of the computer, for users who have not chosen another, and the country that numbers are of */
  readonly locale?: string
}

export interface ContactManager {
  readonly handlers: Handlers<Operations['contacts']>
  readonly book: ContactBook
  readonly collector: Collector
  /** names and addresses for `with:` of search */
  readonly names: PeopleNames
  /** makes the user's own card, and keeps it in step with the accounts from then on; resolves when it stands */
  keepOwn(): Promise<void>
}

export interface ContactTools {
  readonly undo: Undo
  readonly strangers?: Strangers
}

export function createContactManager(
  context: CoreContext,
  { undo, strangers = async () => [] }: ContactTools,
  { locale = 'en' }: ContactOptions = {},
): ContactManager {
  const localeOf = async (): Promise<string> => {
    const { language } = await readSettings(context)
    return language === 'system' ? locale : language
  }
  const country = countryIn(locale)
  const countryOf = async (): Promise<string | null> => country
  const book = new Book(context, localeOf)
  const changes = createChanges(context, book, undo)
  const groups = new Groups(book)
  let own: Promise<void> | null = null

  const refreshOwn = async (): Promise<void> => {
    await book.refreshAccounts()
    await keepOwnCard(context, book, changes)
  }

  const report = (thrown: unknown): void =>
    context.logger.error('The address book could not be kept in step', { details: String(thrown) })

  async function openOwn(): Promise<void> {
    await book.ready()
    own ??= keepOwnCard(context, book, changes).catch(report)
    await own
  }

  context.events.subscribe((event) => {
    // before the book is opened there is nothing that could be wrong
    if (!book.isOpen) return
    if (event.type === 'accounts.changed') own = (own ?? Promise.resolve()).then(refreshOwn).catch(report)
    // somebody else changed contacts: a tag was deleted
    if (event.type === 'contacts.changed' && !changes.isTelling()) {
      const { contactIds, more } = event
      changes.inOrder(() => (more ? book.reload() : book.follow(contactIds))).catch(report)
    }
  })

  return {
    book,
    collector: createCollector(context, book, changes),
    names: createPeopleNames(book),
    keepOwn: openOwn,
    handlers: beginningWith(openOwn, {
      ...createReading(context, { book, groups, correspondence: new Correspondence(context), strangers }),
      ...createEditing(context, { book, changes, countryOf }),
      ...createMerging(context, { book, changes }),
      ...createImporting(context, { book, changes, countryOf }),
    }),
  }
}

/** Whatever is asked first finds the user's own card. */
function beginningWith<H extends object>(begin: () => Promise<void>, handlers: H): H {
  const entries = Object.entries(handlers).map(([verb, handler]) => [
    verb,
    async (...given: unknown[]) => {
      await begin()
      return Reflect.apply(handler, undefined, given)
    },
  ])
  return Object.fromEntries(entries) as H // checked: the same verbs, each with what it takes and answers
}

/** ISO 3166 of a locale: its own, or the one where most of its speakers live. */
function countryIn(locale: string): string | null {
  try {
    return new Intl.Locale(locale).maximize().region ?? null
  } catch {
    return null
  }
}
