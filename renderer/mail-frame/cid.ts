import type { Attachment } from '../../core/defs/index.ts'
import { EMPTY_IMAGE } from './remote-content.ts'

const bare = (contentId: string): string => contentId.replace(/^<|>$/g, '').toLowerCase()

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/**
 * Points `cid:` pictures (RFC 2392) at the message's own parts: `data-part` is the index of the attachment to put there.
 * Returns the indices that are used.
 */
export function linkOwnParts(root: Element, attachments: readonly Attachment[]): number[] {
  const byId = new Map(
    attachments.flatMap((part) => (part.contentId === null ? [] : [[bare(part.contentId), part.index] as const])),
  )
  const used = new Set<number>()
  for (const image of root.querySelectorAll('img[src]')) {
    const source = (image.getAttribute('src') ?? '').trim()
    if (!/^cid:/i.test(source)) continue
    const index = byId.get(bare(decoded(source.slice(4))))
    image.setAttribute('src', EMPTY_IMAGE)
    if (index === undefined) continue
    used.add(index)
    image.setAttribute('data-part', String(index))
  }
  return [...used]
}
