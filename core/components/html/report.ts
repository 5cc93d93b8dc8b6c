import type { RemoteContent } from '../../defs/index.ts'
import { clickSign, trackingParameters } from '../../defs/trackers.ts'
import type { HeaderField } from '../component.ts'
import { receiptHeaders } from '../mail/receipts.ts'
import { fullAddress, webAddress } from './address.ts'
import { trackerOf } from './content.ts'
import { type HtmlContent, readHtml } from './references.ts'

/** Of one message that are listed: nobody reads more. */
const most = 2_000

/** Everything in a message that would be fetched or would tell on its reader, each once, in the order it stands. */
export function remoteReport(html: string | null, headers: readonly HeaderField[]): RemoteContent[] {
  const content = html === null ? null : readHtml(html)
  const items = [
    ...receiptItems(headers),
    ...(content === null ? [] : [...referenceItems(content), ...linkItems(content)]),
  ]
  const seen = new Set<string>()
  return items
    .filter(({ kind, address }) => {
      const key = `${kind} ${address}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, most)
}

function* referenceItems({ references, base }: HtmlContent): Generator<RemoteContent> {
  for (const reference of references) {
    const found = webAddress(reference.address, base)
    const address = fullAddress(reference.address, base)
    if (found === null || address === null) continue
    const tracker = trackerOf(reference, found.host, found.path)
    yield {
      kind: reference.kind,
      address,
      host: found.host,
      tracker: tracker !== null,
      reason: tracker?.reason ?? reference.place,
      company: tracker?.company ?? null,
    }
  }
}

/** Links only where following them tells who did. */
function* linkItems({ links, base }: HtmlContent): Generator<RemoteContent> {
  for (const link of links) {
    const found = webAddress(link.address, base)
    const address = fullAddress(link.address, base)
    if (found === null || address === null) continue
    const sign = clickSign(found.host, found.path)
    const [named] = trackingParameters(found.path)
    if (sign === null && named === undefined) continue
    const reason = sign === null ? 'names-you' : 'counts-clicks'
    yield {
      kind: 'link',
      address,
      host: found.host,
      tracker: true,
      reason,
      company: sign?.company ?? named?.company ?? null,
    }
  }
}

function* receiptItems(headers: readonly HeaderField[]): Generator<RemoteContent> {
  for (const { name, value } of headers) {
    if (!receiptHeaders.has(name) || value === '') continue
    const host = /@([A-Za-z0-9.-]+)/.exec(value)?.[1]?.toLowerCase() ?? ''
    yield { kind: 'receipt', address: value.slice(0, 500), host, tracker: true, reason: name, company: null }
  }
}
