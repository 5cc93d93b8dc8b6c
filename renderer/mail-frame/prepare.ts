import type { Attachment } from '../../core/defs/index.ts'
import { linkOwnParts } from './cid.ts'
import { frameDocument, isDesigned } from './frame-document.ts'
import { cutToLength, isTooDeep, prune } from './limits.ts'
import { tameLinks } from './links.ts'
import { type FoldLabels, foldQuotes } from './quotes.ts'
import { blockRemoteContent, type RemoteReference, RemoteReferences } from './remote-content.ts'
import { sanitiseStyles, sanitiseToElement } from './sanitise.ts'
import { sanitiseInSlices } from './sanitise-slices.ts'

/** A message ready for its frame. */
export interface PreparedMail {
  /** a whole document for `srcdoc` */
  readonly document: string
  readonly remote: readonly RemoteReference[]
  /** indices of attachments that are shown within the text */
  readonly parts: readonly number[]
  readonly designed: boolean
  /** part of the message is missing because it was too long or too deep */
  readonly cut: boolean
}

interface Options {
  readonly attachments: readonly Attachment[]
  readonly labels: FoldLabels
}

/** Makes hostile HTML safe to show. Null when it cannot be: the text is shown instead. */
export function prepareMail(html: string, options: Options): PreparedMail | null {
  if (isTooDeep(html)) return null
  const shortened = cutToLength(html)
  const root = sanitiseToElement(shortened.html)
  const pruned = prune(root)
  return toTheEnd(finish(root, { ...options, cut: shortened.cut || pruned }))
}

/** The same for a long message, in steps between which the window can do something else. `atMost`: characters shown. */
export function* prepareInSlices(
  html: string,
  options: Options & { readonly atMost: number },
): Generator<void, PreparedMail | null> {
  if (isTooDeep(html)) return null
  yield
  const shortened = cutToLength(html, options.atMost)
  const { root, cut } = yield* sanitiseInSlices(shortened.html)
  return yield* finish(root, { ...options, cut: shortened.cut || cut })
}

function* finish(
  root: HTMLElement,
  { attachments, labels, cut }: Options & { readonly cut: boolean },
): Generator<void, PreparedMail> {
  const references = new RemoteReferences()
  yield* sanitiseStyles(root, references.inCss)
  blockRemoteContent(root, references)
  yield
  const parts = linkOwnParts(root, attachments)
  tameLinks(root)
  yield
  foldQuotes(root, labels)
  const designed = isDesigned(root)
  yield
  return { document: frameDocument(root, designed), remote: references.all, parts, designed, cut }
}

/** Runs steps without a pause. */
export function toTheEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Longest time that the window waits for a step of ours: it still answers every key within a frame or two. */
const SLICE_MS = 12

/** Runs steps with pauses for the window. Ends early, with an AbortError, when the message is no longer wanted. */
export async function withPauses<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const untilMs = performance.now() + SLICE_MS
    do {
      const step = steps.next()
      if (step.done) return step.value
    } while (performance.now() < untilMs)
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
}
