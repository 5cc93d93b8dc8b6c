import {
  type ActionDone,
  Failure,
  fail,
  type Handlers,
  type MailboxRole,
  type MessageSummary,
  type Operations,
  type Target,
} from '../defs/index.ts'
import type { Journal } from '../journal/index.ts'
import type { Mailboxes } from '../mailboxes/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { applyChanges, type Places, readPlaces } from './apply.ts'
import { flagChange, inverse, type MessageChange, moveChange } from './change.ts'
import { createReading } from './reading.ts'

export interface MessageManager {
  readonly messages: Handlers<Operations['messages']>
  /** for other managers: what they do to messages is an action like any other, in turn with the others and undoable */
  act(target: Target, plan: Plan, undone?: (changes: readonly MessageChange[]) => Promise<void>): Promise<ActionDone>
  /** the same without a step to undo: for an action that is made of several, and for undoing it */
  change(target: Target, plan: Plan): Promise<readonly MessageChange[]>
  /** takes changes back, as many as one action may have; `conflict` if one of them was changed since */
  revert(changes: readonly MessageChange[]): Promise<void>
  readonly plans: {
    /** into the archives of their accounts */
    archive(messages: readonly MessageSummary[]): Promise<MessageChange[]>
    /** into the junk mailboxes of their accounts */
    junk(messages: readonly MessageSummary[]): Promise<MessageChange[]>
    /** into the bins of their accounts; what is there already stays */
    bin(messages: readonly MessageSummary[]): Promise<MessageChange[]>
    /** `not-found` if the mailbox is not there */
    move(messages: readonly MessageSummary[], mailboxId: string): Promise<MessageChange[]>
  }
}

/** Works out what happens to the messages as they are now; asked again when they were changed meanwhile. */
export type Plan = (messages: MessageSummary[]) => Promise<MessageChange[]> | MessageChange[]

/** Messages are read in pages of this size when an action touches many. */
const readBatch = 500
/** An action is planned anew when sync was quicker; more often in a row than this means that something is wrong. */
const maxTries = 5
/** Mailboxes that archiving, junk and moving a whole thread leave as they are: what the user wrote stays where it is. */
const ownRoles: readonly (MailboxRole | null)[] = ['sent', 'drafts']

export function createMessageManager(
  context: CoreContext,
  journal: Journal,
  mailboxes: Mailboxes,
  undo: Undo,
): MessageManager {
  async function readAll(ids: readonly string[]): Promise<MessageSummary[]> {
    const messages: MessageSummary[] = []
    for (let at = 0; at < ids.length; at += readBatch) {
      messages.push(...(await context.stores.messages.get(ids.slice(at, at + readBatch))))
    }
    return messages
  }

  async function readTarget({ messageIds, threadIds, discussionIds }: Target): Promise<MessageSummary[]> {
    const { messages: stored, discussions } = context.stores
    const ids = new Set([
      ...messageIds,
      ...(threadIds.length === 0 ? [] : await stored.ofThreads(threadIds)),
      ...(discussionIds.length === 0 ? [] : await discussions.messageIds(discussionIds)),
    ])
    const messages = await readAll([...ids])
    if (messages.length === 0) throw fail('not-found', 'These messages are not here any more. Nothing was changed.')
    return messages
  }

  // What was asked for last is what holds in the end: each action starts from what the one before it did.
  let last: Promise<unknown> = Promise.resolve()
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  async function planAndApply(target: Target, plan: Plan): Promise<MessageChange[]> {
    for (let attempt = 1; ; attempt += 1) {
      const messages = await readTarget(target)
      const changes = await plan(messages)
      try {
        await applyChanges(context, journal, messages, changes)
        return changes
      } catch (thrown) {
        // Sync changed one of them meanwhile: the action is as good as before, only its start is another.
        if (!(thrown instanceof Failure) || thrown.code !== 'conflict' || attempt === maxTries) throw thrown
      }
    }
  }

  async function revert(changes: readonly MessageChange[]): Promise<void> {
    const messages = await readAll(changes.map(({ messageId }) => messageId))
    await applyChanges(context, journal, messages, changes.map(inverse))
  }

  const act: MessageManager['act'] = (target, plan, undone) =>
    inOrder(async () => {
      const changes = await planAndApply(target, plan)
      const actionId = context.random.id()
      undo.keep(actionId, async () => {
        await inOrder(() => revert(changes))
        await undone?.(changes)
      })
      return { actionId, changed: changes.length }
    })

  /** Moves each message out of the mailboxes that `leave` picks, into the one of that role in the same account. */
  async function toRole(
    messages: readonly MessageSummary[],
    role: MailboxRole,
    leave: (role: MailboxRole | null) => boolean,
  ) {
    const places = await readPlaces(context)
    const changes: MessageChange[] = []
    const destinations = new Map<string, string>()
    for (const message of messages) {
      for (const [accountId, mailboxIds] of byAccount(places, message)) {
        const out = mailboxIds.filter((id) => leave(places.mailboxes.get(id)?.role ?? null))
        if (out.length === 0) continue
        const into = destinations.get(accountId) ?? (await mailboxes.ensureRole(accountId, role))
        destinations.set(accountId, into)
        const change = moveChange(message, out, into)
        if (change !== null) changes.push(change)
      }
    }
    return changes
  }

  const archive = (messages: readonly MessageSummary[]) =>
    toRole(messages, 'archive', (role) => ![...ownRoles, 'archive', 'trash', 'junk', 'all'].includes(role))

  const junk = (messages: readonly MessageSummary[]) =>
    toRole(messages, 'junk', (role) => ![...ownRoles, 'junk', 'all'].includes(role))

  const bin = (messages: readonly MessageSummary[]) => toRole(messages, 'trash', (role) => role !== 'trash')

  async function move(
    messages: readonly MessageSummary[],
    mailboxId: string,
    leaves: (message: MessageSummary, mailboxId: string, role: MailboxRole | null) => boolean,
  ) {
    const places = await readPlaces(context)
    const destination = places.mailboxes.get(mailboxId)
    if (destination?.selectable !== true)
      throw fail('not-found', 'This mailbox is not here any more. Nothing was moved.')
    refusePendingAbroad(places, messages, destination.accountId)
    return present(
      messages.map((message) => {
        const leave = message.mailboxIds.filter((id) => leaves(message, id, places.mailboxes.get(id)?.role ?? null))
        return leave.length === 0 ? null : moveChange(message, leave, mailboxId)
      }),
    )
  }

  return {
    act,
    change: (target, plan) => inOrder(() => planAndApply(target, plan)),
    revert: (changes) => inOrder(() => revert(changes)),
    plans: {
      archive,
      junk,
      bin,
      move: (messages, mailboxId) => move(messages, mailboxId, (_, __, role) => !ownRoles.includes(role)),
    },
    messages: {
      ...createReading(context),

      setFlags: ({ target, set }) =>
        act(target, (messages) => present(messages.map((message) => flagChange(message, set)))),

      move: ({ target, mailboxId, from }) =>
        act(target, (messages) =>
          move(messages, mailboxId, ({ id: messageId }, id, role) =>
            from === undefined ? target.messageIds.includes(messageId) || !ownRoles.includes(role) : id === from,
          ),
        ),

      archive: ({ target }) => act(target, archive),

      junk: ({ target }) => act(target, junk),

      remove: ({ target }) =>
        act(target, async (messages) => {
          const places = await readPlaces(context)
          const isBin = (id: string) => places.mailboxes.get(id)?.role === 'trash'
          const binned = messages.filter((message) => message.mailboxIds.length > 0 && message.mailboxIds.every(isBin))
          const others = messages.filter((message) => !binned.includes(message))
          return [
            ...present(binned.map((message) => moveChange(message, message.mailboxIds, null))),
            ...(await bin(others)),
          ]
        }),
    },
  }
}

const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item): item is T => item !== null)

function byAccount(places: Places, message: MessageSummary): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const id of message.mailboxIds) {
    const accountId = places.mailboxes.get(id)?.accountId
    if (accountId !== undefined) groups.set(accountId, [...(groups.get(accountId) ?? []), id])
  }
  return groups
}

/** Another account's server needs the bytes: a message whose body is still on its own server cannot go there yet. */
function refusePendingAbroad(places: Places, messages: readonly MessageSummary[], accountId: string): void {
  const abroad = messages.some(
    ({ bodyState, mailboxIds }) =>
      bodyState === 'pending' && mailboxIds.some((id) => places.mailboxes.get(id)?.accountId !== accountId),
  )
  if (abroad) {
    throw fail(
      'offline',
      'Part of this is still on its server, so it cannot go to another account yet. Nothing was moved. Fetch first, then try again.',
    )
  }
}
