import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Draft, type DraftContent, Failure, type Problem, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'

/** How long a pause in writing is before the draft is saved, and the longest that writing without one goes unsaved. */
const PAUSE_MS = 700
const LONGEST_UNSAVED_MS = 5000

export type SaveState =
  | { readonly kind: 'saved'; readonly atMs: number; readonly revision: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface DraftInHand {
  /** what is on screen, ahead of what is saved */
  readonly content: DraftContent
  /** as last saved: attachments, origin, revision */
  readonly draft: Draft
  readonly state: SaveState
  /** another window saved in between; its version is among the revisions */
  readonly overtaken: boolean
  /** counts up whenever the content was changed from outside and must be shown anew */
  readonly generation: number
  /** `anew`: the editor must show it, it was not written there */
  edit(change: Partial<DraftContent>, options?: { readonly anew?: boolean }): void
  /** saves what is unsaved and answers when it is */
  flush(): Promise<void>
  /** runs a command that answers with the draft, in turn with the saves */
  apply(command: () => Promise<Draft>, options?: { readonly reload?: boolean }): Promise<Draft>
  forgetOvertaken(): void
  /** saves what is unsaved and sends; what the editor still says meanwhile is saved only if the sending failed */
  depart<T>(send: () => Promise<T>): Promise<T>
}

const contentOf = ({ accountId, to, cc, bcc, subject, text, html }: Draft): DraftContent => ({
  accountId,
  to,
  cc,
  bcc,
  subject,
  text,
  html,
})

/** A draft being written: saved by itself, one save at a time, nothing lost when another window saves too. */
export function useDraft(loaded: Draft): DraftInHand {
  const client = useClient()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(loaded)
  const [content, setContent] = useState(() => contentOf(loaded))
  const [state, setState] = useState<SaveState>({ kind: 'saved', atMs: loaded.updatedAtMs, revision: loaded.revision })
  const [overtaken, setOvertaken] = useState(false)
  const [generation, setGeneration] = useState(0)

  const latest = useRef({ draft: loaded, content: contentOf(loaded) })
  const unsaved = useRef<Partial<DraftContent>>({})
  const unsavedSinceMs = useRef<number | null>(null)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const gone = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const take = useCallback(
    (next: Draft) => {
      latest.current.draft = next
      setDraft(next)
      setState({ kind: 'saved', atMs: next.updatedAtMs, revision: next.revision })
      queries.setQueryData(keys.draft(next.id), next)
    },
    [queries],
  )
  const reload = useCallback((next: Draft) => {
    latest.current.content = contentOf(next)
    setContent(latest.current.content)
    setGeneration((old) => old + 1)
  }, [])

  const saveNow = useCallback(async (): Promise<void> => {
    const change = unsaved.current
    if (gone.current || Object.keys(change).length === 0) return
    unsaved.current = {}
    unsavedSinceMs.current = null
    setState({ kind: 'saving' })
    const { id } = latest.current.draft
    const save = (revision: number) => client.drafts.save({ id, revision, content: change })
    try {
      take(await save(latest.current.draft.revision))
    } catch (thrown) {
      try {
        if (!(thrown instanceof Failure) || thrown.code !== 'conflict') throw thrown
        // The other window's version is kept as a revision; what is on this screen goes on top of it, whole.
        const current = await client.drafts.get({ id })
        take(await client.drafts.save({ id, revision: current.revision, content: latest.current.content }))
        setOvertaken(true)
      } catch (again) {
        unsaved.current = { ...change, ...unsaved.current }
        setState({ kind: 'failed', problem: toProblem(again) })
        throw again
      }
    }
  }, [client, take])

  const inTurn = useCallback(<T>(step: () => Promise<T>): Promise<T> => {
    const result = queue.current.then(step, step)
    queue.current = result.catch(() => undefined) // told where it is awaited
    return result
  }, [])

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    return inTurn(saveNow)
  }, [inTurn, saveNow])

  const edit = useCallback(
    (change: Partial<DraftContent>, options: { readonly anew?: boolean } = {}) => {
      if (options.anew) setGeneration((old) => old + 1)
      latest.current.content = { ...latest.current.content, ...change }
      setContent(latest.current.content)
      unsaved.current = { ...unsaved.current, ...change }
      const nowMs = performance.now()
      unsavedSinceMs.current ??= nowMs
      clearTimeout(timer.current)
      const waitedMs = nowMs - unsavedSinceMs.current
      timer.current = setTimeout(
        () => void flush().catch(() => undefined),
        waitedMs > LONGEST_UNSAVED_MS ? 0 : PAUSE_MS,
      )
    },
    [flush],
  )

  const apply = useCallback(
    (command: () => Promise<Draft>, options: { readonly reload?: boolean } = {}): Promise<Draft> =>
      inTurn(async () => {
        await saveNow()
        const next = await command()
        take(next)
        if (options.reload) reload(next)
        return next
      }),
    [inTurn, saveNow, take, reload],
  )

  // Another window saved, and nothing is unsaved here: show what it wrote.
  useEffect(() => {
    if (loaded.revision <= latest.current.draft.revision || Object.keys(unsaved.current).length > 0) return
    take(loaded)
    reload(loaded)
  }, [loaded, take, reload])

  // Closing never asks: what is unsaved is saved on the way out.
  useEffect(() => {
    const leave = () => void flush().catch(() => undefined)
    addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
      leave()
    }
  }, [flush])

  const forgetOvertaken = useCallback(() => setOvertaken(false), [])
  const depart = useCallback(
    <T>(send: () => Promise<T>): Promise<T> =>
      inTurn(async () => {
        await saveNow()
        gone.current = true
        try {
          return await send()
        } catch (thrown) {
          gone.current = false
          await saveNow().catch(() => undefined) // told by the state
          throw thrown
        }
      }),
    [inTurn, saveNow],
  )
  return useMemo(
    () => ({ content, draft, state, overtaken, generation, edit, flush, apply, forgetOvertaken, depart }),
    [content, draft, state, overtaken, generation, edit, flush, apply, forgetOvertaken, depart],
  )
}
