import { type AccountManager, createAccountManager } from './accounts/index.ts'
import { type Authentication, createAuthentication } from './authentication/index.ts'
import { type Bulk, createBulk } from './bulk/index.ts'
import { type ContactManager, type ContactOptions, createContactManager } from './contacts/index.ts'
import type { AllHandlers } from './defs/index.ts'
import { createDiscussions, createGrouping, type Discussions } from './discussions/index.ts'
import { createDraftManager } from './drafts/index.ts'
import { createImportance, type Importance } from './importance/index.ts'
import { createIngest, type Ingest } from './ingest/index.ts'
import { createJournal } from './journal/index.ts'
import { createJudge } from './judge.ts'
import { createKeywordTags } from './keywords/index.ts'
import { createMailboxes, type Mailboxes } from './mailboxes/index.ts'
import { createMessageManager } from './messages/index.ts'
import { createMirror, type Mirror } from './mirror/index.ts'
import { createNotifications, type Notifications } from './notifications/index.ts'
import { createOutboxManager, type Outbox } from './outbox/index.ts'
import type { CoreContext } from './ports.ts'
import { createPrivacy, type Privacy } from './privacy/index.ts'
import { createRetention, type Retention } from './retention/index.ts'
import { createRules, type Rules } from './rules/index.ts'
import { createSearchManager, type SearchOptions } from './search/index.ts'
import { createSettingsManager } from './settings/index.ts'
import { createSystemManager, type ProgramFacts } from './system/index.ts'
import { createTagManager } from './tags/index.ts'
import { createThreadManager } from './threads/index.ts'
import { createUndo } from './undo/index.ts'
import { createUnsubscribe } from './unsubscribe/index.ts'

/** The operations that core answers by itself; agents answer the rest (sync, tasks, imports, exports). */
type OwnNouns = Exclude<keyof AllHandlers, 'authentication' | 'connections' | 'sync' | 'tasks' | 'imports' | 'exports'>

/** All managers of core over one context. What is not an operation is for agents and inbound protocols only. */
export interface Core {
  readonly handlers: Pick<AllHandlers, OwnNouns>
  readonly accounts: AccountManager
  readonly authentication: Authentication
  readonly bulk: Bulk
  readonly contacts: Pick<ContactManager, 'collector' | 'keepOwn'>
  readonly discussions: Pick<Discussions, 'check' | 'review' | 'settled'>
  readonly importance: Importance
  readonly ingest: Ingest
  readonly mailboxes: Mailboxes
  readonly mirror: Mirror
  readonly notifications: Notifications
  readonly outbox: Outbox
  readonly privacy: Privacy
  readonly retention: Retention
  readonly rules: Rules
}

export function createCore(
  context: CoreContext,
  facts: ProgramFacts,
  options: SearchOptions & ContactOptions = {},
): Core {
  const journal = createJournal(context)
  const mailboxes = createMailboxes(context, journal)
  const accounts = createAccountManager(context)
  const undo = createUndo()
  const contacts = createContactManager(
    context,
    {
      undo,
      strangers: async (text, limit) =>
        (await search.handlers.suggest({ text, kinds: ['person'], limit }, { priority: 'interactive' })).items,
    },
    options,
  )
  const { book } = contacts
  const manager = createMessageManager(context, journal, mailboxes, undo)
  const importance = createImportance(context, { book, act: manager.act, undo })
  const privacy = createPrivacy(context, { book, importance })
  const messages = importance.observe(manager.messages)
  const keywords = createKeywordTags(context)
  const { renew } = importance
  const search = createSearchManager(context, { contacts: contacts.names, ...options })
  const grouping = createGrouping(context, book)
  const discussions = createDiscussions(context, grouping, undo)
  const judge = createJudge(importance, privacy.privacyOf)
  const ingest = createIngest(context, {
    grouping,
    keywords,
    judge(mails) {
      contacts.collector.notice(mails.map(({ message }) => message))
      return judge(mails)
    },
  })
  const rules = createRules(context, { messages: manager, undo, search, renew })
  const tags = createTagManager(context, { keywords, messages: manager, undo, renew })
  const bulk = createBulk(context, { messages, tags, importance: importance.handlers, undo })
  const notifications = quieted(createNotifications(context, options), rules)
  const outbox = createOutboxManager(context, { ingest, journal, mailboxes, messages })
  const drafts = createDraftManager(context)
  return {
    accounts,
    authentication: createAuthentication(context),
    bulk,
    contacts,
    discussions,
    importance,
    ingest,
    mailboxes,
    mirror: createMirror(context, { keywords, tagged: (ids) => renew([...ids]) }),
    notifications,
    outbox,
    privacy,
    retention: createRetention(context),
    rules,
    handlers: {
      accounts: accounts.handlers,
      actions: undo.handlers,
      bulk: bulk.handlers,
      contacts: contacts.handlers,
      discussions: discussions.handlers,
      importance: importance.handlers,
      notifications: notifications.handlers,
      privacy: privacy.handlers,
      rules: rules.handlers,
      tags,
      drafts,
      mailboxes: mailboxes.handlers,
      messages,
      outbox: outbox.handlers,
      search: search.handlers,
      settings: createSettingsManager(context),
      system: createSystemManager(context, facts),
      threads: createThreadManager(context),
      unsubscribe: createUnsubscribe(context, { outbox: outbox.handlers, drafts }),
    },
  }
}

/** Nobody is told of what a rule says nobody is to be told of. */
function quieted(notifications: Notifications, rules: Rules): Notifications {
  return {
    ...notifications,
    async newMessages(fresh) {
      await rules.settled()
      await notifications.newMessages(fresh.filter(({ id }) => !rules.isMuted(id)))
    },
  }
}
