import {
  type CoreEvent,
  type Draft,
  type DraftContent,
  type DraftRevision,
  fail,
  type OutboxItem,
  type Suggestion,
} from '../../core/defs/index.ts'
import type { Store } from './mail.ts'

interface Input {
  readonly id: string
  readonly revision: number
  readonly revisionId: string
  readonly content: Partial<DraftContent>
  readonly draftId: string
  readonly sendAtMs?: number
  readonly undoMs?: number
  readonly attachmentId: string
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly inline: boolean
  readonly text: string
  readonly kinds?: readonly Suggestion['kind'][]
  readonly limit: number
}
type Handler = (input: Input) => unknown

const ana = { address: 'ana.marquez@museo.example', label: 'Ana Márquez' }
const lihua = { address: 'lihua@chen.example', label: '陈丽华 Chen Lihua' }
const zuzana = { address: 'zuzana@kovac.example', label: 'Zuzana Kováčová' }
const osei = { address: 'd.osei@museum.example', label: '' }

const text = `Dear all,

Here is the order for Friday, with the changes you sent me. Ana opens at 9:30, 丽华 follows with the digitisation results, and Zuzana closes the morning with the two reviews.

- 9:30 Opening, Ana Márquez
- 10:15 Twelve thousand plates in eleven months, 陈丽华
- 11:30 What the reviewers asked, Zuzana Kováčová

Mr Osei, could you tell me whether the projector in the reading room takes HDMI?`

const html = `<div>Dear all,</div><div><br></div><div>Here is the order for Friday, with the changes you sent me. Ana opens at 9:30, 丽华 follows with the digitisation results, and Zuzana closes the morning with the two reviews.</div><ul><li>9:30 Opening, Ana Márquez</li><li>10:15 Twelve thousand plates in eleven months, 陈丽华</li><li>11:30 What the reviewers asked, Zuzana Kováčová</li></ul><div>Mr Osei, could you tell me whether the projector in the reading room takes HDMI?</div>`

const blank = (id: string, nowMs: number): Draft => ({
  id,
  accountId: 'personal',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: '',
  revision: 1,
  origin: null,
  inReplyTo: null,
  references: [],
  attachments: [],
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
})

/** Drafts, the outbox and people to write to, in memory. */
export function writingHandlers(store: Store, emit: (event: CoreEvent) => void): Record<string, Handler> {
  const nowMs = Date.now()
  const drafts = new Map<string, Draft>()
  const revisions: DraftRevision[] = []
  const files = new Map<string, Uint8Array>()
  const outbox = new Map<string, OutboxItem>()
  let nextId = 1

  const programme: Draft = {
    ...blank('programme', nowMs - 60_000),
    to: [ana, lihua, zuzana, osei],
    subject: 'Programme of the Friday round table',
    text,
    html,
    revision: 12,
    attachments: [
      {
        id: 'plan',
        name: 'reading-room-plan.pdf',
        type: 'application/pdf',
        sizeBytes: 412_000,
        blob: 'b',
        contentId: null,
      },
    ],
  }
  if (store.messages.size > 0) drafts.set(programme.id, programme)

  const found = <T>(item: T | undefined): T => {
    if (item === undefined) throw fail('not-found', 'This draft is not here any more. Nothing else was changed.')
    return item
  }
  const put = (draft: Draft): Draft => {
    drafts.set(draft.id, draft)
    emit({ type: 'drafts.changed', draftId: draft.id })
    return draft
  }
  const grown = (draft: Draft, change: Partial<Draft>): Draft => {
    const { accountId, to, cc, bcc, subject, text: old, html: oldHtml } = draft
    revisions.unshift({
      ...{ accountId, to, cc, bcc, subject, text: old, html: oldHtml },
      id: `revision${nextId++}`,
      draftId: draft.id,
      revision: draft.revision,
      savedAtMs: draft.updatedAtMs,
    })
    return put({ ...draft, ...change, revision: draft.revision + 1, updatedAtMs: Date.now() })
  }
  const item = (id: string, draft: Draft, change: Partial<OutboxItem>): OutboxItem => ({
    id,
    accountId: draft.accountId,
    state: 'waiting',
    sendAtMs: nowMs,
    attempts: 0,
    messageId: `${id}@lambert.example`,
    subject: draft.subject,
    recipients: [...draft.to, ...draft.cc, ...draft.bcc],
    envelopeFrom: 'noe@lambert.example',
    envelopeTo: draft.to.map(({ address }) => address),
    blob: 'b',
    draft,
    problem: null,
    filed: false,
    createdAtMs: nowMs,
    ...change,
  })
  const to = (id: string, label: string, subject: string, address = `${id}@example.net`): Draft => ({
    ...blank(id, nowMs),
    to: [{ address, label }],
    subject,
  })
  if (store.messages.size > 0) {
    const tomorrow = new Date(nowMs + 86_400_000).setHours(8, 0, 0, 0)
    outbox.set('o1', item('o1', to('lea', 'Léa Fontaine', 'Sunday lunch?'), { sendAtMs: nowMs + 60_000 }))
    outbox.set(
      'o2',
      item('o2', to('pref', 'Préfecture du Rhône', 'Pièce complémentaire, dossier 69-2217'), { sendAtMs: tomorrow }),
    )
    outbox.set(
      'o3',
      item('o3', to('brandt', 'Hausverwaltung Brandt', 'Re: Nebenkosten 2025', 'post@brandt.example'), {
        state: 'failed',
        attempts: 1,
        problem: {
          code: 'refused',
          message:
            'brandt.example refused this message: the mailbox is full. Your text is kept here. Try again, or send it another way.',
          server: 'mx.brandt.example:25',
          details: '552 5.2.2 Mailbox full',
        },
      }),
    )
  }
  const tell = (one: OutboxItem) => emit({ type: 'outbox.changed', item: one })

  return {
    'drafts.list': () => ({
      items: [...drafts.values()].toSorted((a, b) => b.updatedAtMs - a.updatedAtMs),
      nextCursor: null,
    }),
    'drafts.get': ({ id }) => found(drafts.get(id)),
    'drafts.create': ({ content }) => put({ ...blank(`draft${nextId++}`, Date.now()), ...content }),
    'drafts.save': ({ id, revision, content }) => {
      const draft = found(drafts.get(id))
      if (draft.revision !== revision)
        throw fail('conflict', 'This draft was changed in another window.', { current: draft })
      return grown(draft, content)
    },
    'drafts.remove': ({ id }) => {
      drafts.delete(id)
      emit({ type: 'drafts.changed', draftId: id })
      return {}
    },
    'drafts.attach': ({ id, name, type, bytes, inline }) => {
      const draft = found(drafts.get(id))
      const attachmentId = `file${nextId++}`
      files.set(attachmentId, bytes)
      const contentId = inline ? `${attachmentId}@lambert.example` : null
      const attachment = { id: attachmentId, name, type, sizeBytes: bytes.length, blob: 'b', contentId }
      return grown(draft, { attachments: [...draft.attachments, attachment] })
    },
    'drafts.detach': ({ id, attachmentId }) => {
      const draft = found(drafts.get(id))
      return grown(draft, { attachments: draft.attachments.filter((file) => file.id !== attachmentId) })
    },
    'drafts.attachment': ({ id, attachmentId }) => {
      const file = found(found(drafts.get(id)).attachments.find((one) => one.id === attachmentId))
      return { name: file.name, type: file.type, bytes: files.get(attachmentId) ?? new Uint8Array() }
    },
    'drafts.revisions': ({ id }) => ({ items: revisions.filter(({ draftId }) => draftId === id), nextCursor: null }),
    'drafts.restore': ({ id, revisionId }) => {
      const { accountId, to: people, cc, bcc, subject, ...rest } = found(revisions.find((one) => one.id === revisionId))
      return grown(found(drafts.get(id)), {
        ...{ accountId, to: people, cc, bcc, subject },
        text: rest.text,
        html: rest.html,
      })
    },
    'outbox.list': () => ({ items: [...outbox.values()], nextCursor: null }),
    'outbox.get': ({ id }) => found(outbox.get(id)),
    'outbox.send': ({ draftId, sendAtMs, undoMs = 10_000 }) => {
      const draft = found(drafts.get(draftId))
      const one = item(`out${nextId++}`, draft, { sendAtMs: sendAtMs ?? Date.now() + undoMs })
      outbox.set(one.id, one)
      drafts.delete(draftId)
      emit({ type: 'drafts.changed', draftId })
      tell(one)
      return one
    },
    'outbox.cancel': ({ id }) => {
      const one = found(outbox.get(id))
      outbox.delete(id)
      tell(one)
      return put(one.draft)
    },
    'outbox.retry': ({ id }) => {
      const one: OutboxItem = { ...found(outbox.get(id)), state: 'waiting', problem: null, sendAtMs: Date.now() }
      outbox.set(id, one)
      tell(one)
      return one
    },
    'outbox.remove': ({ id }) => {
      const one = found(outbox.get(id))
      outbox.delete(id)
      tell(one)
      return {}
    },
    'search.suggest': ({ text: typed, kinds, limit }) => {
      const wanted = typed.toLowerCase()
      const people = new Map<string, Suggestion>()
      for (const message of store.messages.values()) {
        for (const { address, label } of message.participants) {
          if (!`${label} ${address}`.toLowerCase().includes(wanted)) continue
          people.set(address, { kind: 'person', label: label || address, value: address, details: address })
        }
      }
      const mailboxes = store.mailboxes.flatMap((box): Suggestion[] =>
        box.name.toLowerCase().startsWith(wanted)
          ? [{ kind: 'mailbox', label: box.name, value: box.id, details: box.path }]
          : [],
      )
      const subjects = [...store.messages.values()].flatMap((message): Suggestion[] =>
        message.subject.toLowerCase().includes(wanted)
          ? [{ kind: 'subject', label: message.subject, value: message.threadId, details: '' }]
          : [],
      )
      const all = [...[...people.values()].slice(0, 4), ...mailboxes.slice(0, 3), ...subjects.slice(0, 4)]
      return { items: all.filter(({ kind }) => kinds === undefined || kinds.includes(kind)).slice(0, limit) }
    },
  }
}
