import { commitOrFail } from '../commit.ts'
import {
  type Account,
  type Draft,
  type DraftContent,
  Failure,
  fail,
  type Handlers,
  type Operations,
} from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { checkRoom, keepFile } from './attachments.ts'
import { contentOf, historyOf, revisionOf, wholeHistory } from './history.ts'
import { beginEmpty, beginFrom, firstAccount } from './origin.ts'

/** Accounts are read at once: there are few. */
const maxAccounts = 500
/** Drafts are sorted by when they were last typed in, so all are read for a list, in pages of this size. */
const readBatch = 200

/** Drafts: saved as typed, with history and attachments. A stale save is refused with the state as it is now. */
export function createDraftManager(context: CoreContext): Handlers<Operations['drafts']> {
  const { stores, clock, random, log, events } = context
  const changed = (draftId: string) => events.emit({ type: 'drafts.changed', draftId })

  async function patch(before: Draft, set: Partial<Draft>, from: Partial<Draft>): Promise<Draft> {
    const after = { ...before, ...set, updatedAtMs: clock.nowMs() }
    const history = await historyOf(context, before, after)
    await commitOrFail(
      context,
      {
        ...history,
        recordPatches: [{ noun: 'draft', id: before.id, from, set: { ...set, updatedAtMs: after.updatedAtMs } }],
        log: log.fields('draft', before.id, set),
      },
      'This draft',
    )
    changed(before.id)
    return after
  }

  async function write(before: Draft, content: Partial<DraftContent>): Promise<Draft> {
    const set = differences(before, content)
    if (Object.keys(set).length === 0) return before
    if (set.accountId !== undefined) await readAccount(context, set.accountId)
    return patch(before, { ...set, revision: before.revision + 1 }, { revision: before.revision })
  }

  return {
    async list({ cursor, limit }) {
      const drafts = await allDrafts(context)
      const start = cursor === undefined ? 0 : drafts.findIndex((draft) => position(draft) < cursor)
      const items = start < 0 ? [] : drafts.slice(start, start + limit)
      const last = items.at(-1)
      const more = start >= 0 && start + limit < drafts.length
      return { items, nextCursor: more && last !== undefined ? position(last) : null }
    },

    get: ({ id }) => readDraft(context, id),

    async create({ content, origin }) {
      const accounts = (await stores.records.list('account', { limit: maxAccounts })).items
      const wanted = content.accountId === undefined ? null : await readAccount(context, content.accountId)
      const beginning =
        origin === undefined
          ? await beginEmpty(context, wanted ?? firstAccount(accounts), content.text ?? '')
          : await beginFrom(context, origin, accounts, wanted)
      const { text: _, ...given } = present(content)
      const now = clock.nowMs()
      const draft: Draft = {
        ...beginning.content,
        ...(origin === undefined ? given : present(content)),
        id: random.id(),
        revision: 1,
        origin: origin ?? null,
        inReplyTo: beginning.inReplyTo,
        references: beginning.references,
        attachments: beginning.attachments,
        createdAtMs: now,
        updatedAtMs: now,
      }
      await insertDraft(context, draft)
      return draft
    },

    async save({ id, revision, content }) {
      const before = await readDraft(context, id)
      if (before.revision !== revision) {
        throw fail('conflict', 'This draft was changed in another window a moment ago. What you typed is still here.', {
          current: before,
        })
      }
      return write(before, present(content))
    },

    async remove({ id }) {
      await readDraft(context, id)
      const history = await wholeHistory(context, id)
      await commitOrFail(
        context,
        { recordRemoves: [{ noun: 'draft', id }, ...history], log: [log.delete('draft', id)] },
        'This draft',
      )
      changed(id)
      return {}
    },

    async attach({ id, name, type, bytes, inline }) {
      const before = await readDraft(context, id)
      checkRoom(before.attachments, name, bytes.length)
      const contentId = inline ? `${random.id()}@inline` : null
      const file = await keepFile(context, { name, type, bytes, contentId })
      return retryOnce(context, before, (draft) => {
        checkRoom(draft.attachments, name, bytes.length)
        return patch(draft, { attachments: [...draft.attachments, file] }, { attachments: draft.attachments })
      })
    },

    async detach({ id, attachmentId }) {
      const before = await readDraft(context, id)
      return retryOnce(context, before, (draft) => {
        const attachments = draft.attachments.filter((attachment) => attachment.id !== attachmentId)
        return attachments.length === draft.attachments.length
          ? Promise.resolve(draft)
          : patch(draft, { attachments }, { attachments: draft.attachments })
      })
    },

    async attachment({ id, attachmentId }) {
      const { attachments } = await readDraft(context, id)
      const found = attachments.find((attachment) => attachment.id === attachmentId)
      if (found === undefined) throw fail('not-found', 'This attachment is not on the draft any more.')
      const bytes = await stores.blobs.get(found.blob)
      if (bytes === null) {
        throw fail('corrupt', `The stored bytes of “${found.name}” are missing. The text is safe. Attach it again.`)
      }
      return { name: found.name, type: found.type, bytes }
    },

    revisions: ({ id, cursor, limit }) =>
      stores.records.list('draftRevision', { scope: id, cursor, limit, descending: true }),

    async restore({ id, revisionId }) {
      const [before, revision] = await Promise.all([
        readDraft(context, id),
        stores.records.get('draftRevision', revisionId),
      ])
      if (revision === null || revision.draftId !== id) {
        throw fail('not-found', 'This earlier state is not kept any more. The draft was not changed.')
      }
      // what is replaced is kept too, so that going back can itself be gone back on
      await stores.commit({ recordPuts: [{ noun: 'draftRevision', value: revisionOf(before) }] })
      return write(before, contentOf(revision))
    },
  }
}

/** Attachments change beside the text: when another one got in between, the change is made again on top of it. */
async function retryOnce(context: CoreContext, draft: Draft, change: (draft: Draft) => Promise<Draft>): Promise<Draft> {
  try {
    return await change(draft)
  } catch (thrown) {
    if (!(thrown instanceof Failure && thrown.code === 'conflict')) throw thrown
    return change(await readDraft(context, draft.id))
  }
}

/** Commits a new draft with its log, and tells the windows. */
export async function insertDraft(context: CoreContext, draft: Draft): Promise<void> {
  await commitOrFail(
    context,
    {
      recordInserts: [{ noun: 'draft', value: draft }],
      log: context.log.fields('draft', draft.id, { ...draft }),
    },
    'This draft',
  )
  context.events.emit({ type: 'drafts.changed', draftId: draft.id })
}

export async function readDraft(context: CoreContext, id: string): Promise<Draft> {
  const draft = await context.stores.records.get('draft', id)
  if (draft === null) throw fail('not-found', 'This draft is not here any more. It was sent or thrown away.')
  return draft
}

export async function readAccount(context: CoreContext, id: string): Promise<Account> {
  const account = await context.stores.records.get('account', id)
  if (account === null) {
    throw fail('not-found', 'This account is not here any more. Nothing was changed. Choose another one.', {
      field: 'accountId',
    })
  }
  return account
}

async function allDrafts(context: CoreContext): Promise<Draft[]> {
  const drafts: Draft[] = []
  let cursor: string | undefined
  do {
    const page = await context.stores.records.list('draft', { cursor, limit: readBatch })
    drafts.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return drafts.toSorted((a, b) => (position(a) < position(b) ? 1 : -1))
}

/** Sorts by the time of the last change, then by id; also the cursor of the list. */
const position = (draft: Draft): string => `${String(draft.updatedAtMs).padStart(15, '0')}-${draft.id}`

type Loose<T> = { [K in keyof T]?: T[K] | undefined }

function present<T extends object>(content: Loose<T>): Partial<T> {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined)) as Partial<T> // checked: only absent fields were taken out
}

function differences(before: Draft, content: Partial<DraftContent>): Partial<DraftContent> {
  return Object.fromEntries(
    Object.entries(content).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, field)),
    ),
  )
}
