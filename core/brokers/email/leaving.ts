import { firstOf, headerFields, valuesOf } from '../../components/index.ts'
import type { LeavingHeaders } from '../../ports.ts'
import { readHeaderBlock } from './header-block.ts'
import { readListUris } from './identifiers.ts'

const uriName = 'list-unsubscribe'
const postName = 'list-unsubscribe-post'

/**
 * How the list of a message says that it can be left (RFC 2369), and which DKIM signatures cover that it takes one click
 * (RFC 8058 section 4). A header that stands twice is covered by none: the signature speaks for the lower one, readers
 * look at the upper.
 */
export function mailLeaving(raw: Uint8Array): LeavingHeaders {
  const headers = headerFields(readHeaderBlock(raw).bytes)
  const addresses = readListUris(firstOf(headers, uriName) ?? '')
  const isOneClick = /^\s*List-Unsubscribe=One-Click\s*$/i.test(firstOf(headers, postName) ?? '')
  const single = valuesOf(headers, uriName).length === 1 && valuesOf(headers, postName).length === 1
  const coveredBy = isOneClick && single ? valuesOf(headers, 'dkim-signature').flatMap(signerOf) : []
  return { addresses, isOneClick, coveredBy }
}

function signerOf(signature: string): { domain: string; selector: string }[] {
  const tags = new Map(
    signature.split(';').map((tag) => {
      const [name = '', value = ''] = tag.split(/=(.*)/s, 2)
      return [name.trim(), value.replaceAll(/\s+/g, '').toLowerCase()] as const
    }),
  )
  const signed = (tags.get('h') ?? '').split(':')
  const domain = tags.get('d') ?? ''
  const selector = tags.get('s') ?? ''
  return domain !== '' && signed.includes(uriName) && signed.includes(postName) ? [{ domain, selector }] : []
}
