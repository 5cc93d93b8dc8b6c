import type { Attachment } from '../../core/defs/index.ts'
import { linkOwnParts } from './cid.ts'
import { frameDocument, isDesigned } from './frame-document.ts'
import { cutToLength, isTooDeep, prune } from './limits.ts'
import { tameLinks } from './links.ts'
import { type FoldLabels, foldQuotes } from './quotes.ts'
import { blockRemoteContent, type RemoteReference, RemoteReferences } from './remote-content.ts'
import { sanitiseStyles, sanitiseToElement } from './sanitise.ts'

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

/** Makes hostile HTML safe to show. Null when it cannot be: the text is shown instead. */
export function prepareMail(
  html: string,
  { attachments, labels }: { attachments: readonly Attachment[]; labels: FoldLabels },
): PreparedMail | null {
  if (isTooDeep(html)) return null
  const shortened = cutToLength(html)
  const root = sanitiseToElement(shortened.html)
  const pruned = prune(root)
  const references = new RemoteReferences()
  sanitiseStyles(root, references.inCss)
  blockRemoteContent(root, references)
  const parts = linkOwnParts(root, attachments)
  tameLinks(root)
  foldQuotes(root, labels)
  const designed = isDesigned(root)
  return {
    document: frameDocument(root, designed),
    remote: references.all,
    parts,
    designed,
    cut: shortened.cut || pruned,
  }
}
