import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, type Problem, type Recipient, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { momentText, useLocale } from '../../language/index.ts'
import { navigate } from '../../routing/index.ts'
import { ownWords, useAccounts, useSettings, useToasts } from '../../window/index.ts'
import { type Check, checkDraft, stops } from './checks.ts'
import type { EditorControl, Format } from './Editor.tsx'
import { swapSignature } from './swap-signature.ts'
import { htmlOfText } from './text-of-html.ts'
import { type Attaching, useAttaching } from './use-attaching.ts'
import type { DraftInHand } from './use-draft.ts'

export type FieldName = 'from' | 'to' | 'cc' | 'bcc'
export type Asking = 'link' | 'revisions' | 'moment' | null

/** Everything that the parts of the composer share. */
export interface ComposerState extends DraftInHand {
  readonly editor: RefObject<EditorControl | null>
  readonly attaching: Attaching
  readonly plain: boolean
  /** what holds at the cursor */
  readonly formats: ReadonlySet<Format>
  setFormats(formats: ReadonlySet<Format>): void
  /** begun here and left without a word: nothing is lost when it goes */
  readonly untouched: boolean
  /** what must be answered before it is sent; empty until sending was tried */
  readonly checks: readonly Check[]
  readonly problem: Problem | null
  readonly sending: boolean
  readonly asking: Asking
  readonly shown: { readonly cc: boolean; readonly bcc: boolean; readonly fields: boolean }
  /** the composer's own element, to find its fields in */
  readonly root: RefObject<HTMLElement | null>
  ask(what: Asking): void
  /** opens the field and puts the focus there; `fields` opens them all */
  show(field: FieldName | 'fields'): void
  /** writes as somebody else: the signature changes with it */
  changeAccount(accountId: string): void
  attach(files: readonly File[], inline: boolean): void
  togglePlain(): void
  restore(revisionId: string): void
  /** `sure`: the checks were read */
  send(atMs?: number, sure?: boolean): void
  throwAway(): void
  close(): void
}

interface Options {
  readonly onClose: () => void
  /** the draft was begun in this window just now */
  readonly begun: boolean
}

export function useComposer(hand: DraftInHand, { onClose, begun }: Options): ComposerState {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const { t } = useTranslation()
  const locale = useLocale()
  const { composeFormat, undoSendMs } = useSettings()
  const { content, draft } = hand

  const { items: accounts } = useAccounts()
  const root = useRef<HTMLElement | null>(null)
  const editor = useRef<EditorControl | null>(null)
  const attaching = useAttaching(hand)
  const [formats, setFormats] = useState<ReadonlySet<Format>>(new Set())
  const [edited, setEdited] = useState(false)
  const [checks, setChecks] = useState<readonly Check[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const [sending, setSending] = useState(false)
  const [asking, ask] = useState<Asking>(null)
  const [shown, setShown] = useState({ cc: false, bcc: false, fields: false })
  const [startsWithForm] = useState(() => draft.html === null && draft.text === '' && composeFormat === 'html')
  const plain = content.html === null && !(startsWithForm && content.text === '')
  const untouched = !edited && isUntouched(draft, begun)
  const sendAt = useRef<number | undefined>(undefined)

  const edit: DraftInHand['edit'] = (change, options) => {
    setEdited(true)
    // What was asked about may be answered by the change.
    if (checks.length > 0)
      setChecks(checkDraft({ ...content, ...change }, draft).filter((check) => checks.includes(check)))
    hand.edit(change, options)
  }
  const failed = (thrown: unknown) => setProblem(toProblem(thrown))

  const leave = async (atMs: number | undefined) => {
    setSending(true)
    setProblem(null)
    try {
      const item = await hand.depart(() =>
        client.outbox.send({
          draftId: draft.id,
          ...(atMs === undefined ? { undoMs: undoSendMs } : { sendAtMs: atMs }),
        }),
      )
      const name = namesOf(content.to, content.cc, content.bcc, t('composer.somebody'), (count) =>
        t('composer.peopleCount', { count }),
      )
      const text =
        atMs === undefined
          ? undoSendMs === 0
            ? t('composer.sent', { name })
            : t('composer.leaves', { name, count: Math.round(undoSendMs / 1000) })
          : t('composer.leavesAt', { name, time: momentText(atMs, locale) })
      const takeBack = () => {
        client.outbox.cancel({ id: item.id }).then(
          (again: Draft) => {
            queries.setQueryData(keys.draft(again.id), again)
            navigate({ name: 'draft', id: again.id })
          },
          (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
        )
      }
      if (undoSendMs === 0 && atMs === undefined) toasts.show(text)
      else toasts.showUndo(text, takeBack, atMs === undefined ? undoSendMs : undefined)
      onClose()
    } catch (thrown) {
      failed(thrown)
      setSending(false)
    }
  }

  return {
    ...hand,
    edit,
    editor,
    attaching,
    plain,
    formats,
    setFormats,
    untouched,
    checks,
    problem,
    sending,
    asking,
    shown: {
      cc: shown.cc || content.cc.length > 0,
      bcc: shown.bcc || content.bcc.length > 0,
      fields: shown.fields,
    },
    ask,
    root,
    show: (field) => {
      setShown((old) => ({ ...old, [field]: true, fields: true }))
      // The field may be there only after the next rendering.
      const name = field === 'fields' ? 'to' : field
      setTimeout(() => root.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, button)`)?.focus())
    },
    changeAccount: (accountId) => {
      const signature = (id: string) => accounts.find((account) => account.id === id)?.signature ?? null
      const { text, html } = swapSignature(content, signature(content.accountId), signature(accountId))
      edit({ accountId, text, html }, { anew: true })
    },
    attach: (files, inline) => {
      setEdited(true)
      attaching.add(files, {
        inline: inline && !plain,
        onInline: (contentId, name) => editor.current?.picture(contentId, name),
      })
    },
    togglePlain: () => edit(plain ? { html: htmlOfText(content.text) } : { html: null }),
    restore: (revisionId) => {
      hand.apply(() => client.drafts.restore({ id: draft.id, revisionId }), { reload: true }).catch(failed)
    },
    send: (atMs, sure = false) => {
      if (sending) return
      if (!sure) sendAt.current = atMs
      const found = checkDraft(content, draft).filter((check) => stops(check) || !sure)
      setChecks(found)
      if (found.length === 0 && attaching.arriving.length === 0) void leave(sure ? sendAt.current : atMs)
    },
    throwAway: () => {
      // It goes when it can no longer be wanted back: a window closed before that leaves the draft where it was.
      let wanted = false
      const timer = setTimeout(() => {
        if (!wanted)
          client.drafts
            .remove({ id: draft.id })
            .catch((thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }))
      }, THROWN_AWAY_AFTER_MS)
      toasts.showUndo(t('composer.thrownAway'), () => {
        wanted = true
        clearTimeout(timer)
        navigate({ name: 'draft', id: draft.id })
      })
      onClose()
    },
    close: () => {
      if (untouched) client.drafts.remove({ id: draft.id }).catch(() => undefined) // it stays as a draft then
      onClose()
    },
  }
}

/** Only what core put there itself: other programs begin drafts too, and an undone sending is one of the first revision. */
function isUntouched(draft: Draft, begun: boolean): boolean {
  if (draft.revision > 1 || draft.updatedAtMs !== draft.createdAtMs) return false
  if (draft.origin !== null) return begun
  const people = draft.to.length + draft.cc.length + draft.bcc.length
  return people + draft.attachments.length === 0 && draft.subject === '' && ownWords(draft.text) === ''
}

/** As long as the notice that offers to take it back. */
const THROWN_AWAY_AFTER_MS = 10_000

/** Who a message goes to, in few words. */
export function namesOf(
  to: readonly Recipient[],
  cc: readonly Recipient[],
  bcc: readonly Recipient[],
  nobody: string,
  many: (count: number) => string,
): string {
  const people = [...to, ...cc, ...bcc]
  const [first] = people
  if (first === undefined) return nobody
  return people.length === 1 ? first.label || first.address : many(people.length)
}
