import type { Feature, LeavingWay } from '../defs/index.ts'
import { authenticationFact, readMailto } from '../defs/index.ts'
import type { LeavingHeaders } from '../ports.ts'

export interface Way {
  readonly way: LeavingWay | null
  readonly to: string
  /** the address to post to, to write to (`mailto:`) or to open */
  readonly url: string | null
  readonly unproven: boolean
}

/**
 * The best way to leave a list. One click only as RFC 8058 allows it: over HTTPS, and covered by a DKIM signature that we
 * found to hold; then a message, which tells the list no more than it knows; then a page.
 */
export function wayOf(headers: LeavingHeaders, features: readonly Feature[]): Way {
  const pages = headers.addresses.flatMap((address) => webAddress(address) ?? [])
  const secure = pages.find(({ protocol }) => protocol === 'https:')
  const claimed = headers.isOneClick && secure !== undefined
  const proven = headers.coveredBy.some(({ domain, selector }) =>
    passedSignatures(features).some((one) => one.domain === domain && (one.selector ?? selector) === selector),
  )
  if (claimed && proven) return { way: 'one-click', to: secure.host, url: secure.href, unproven: false }
  const letter = headers.addresses.find((address) => /^mailto:/i.test(address) && recipientOf(address) !== null)
  if (letter !== undefined) return { way: 'mail', to: recipientOf(letter) ?? '', url: letter, unproven: claimed }
  const page = secure ?? pages[0]
  if (page !== undefined) return { way: 'page', to: page.host, url: page.href, unproven: claimed }
  return { way: null, to: '', url: null, unproven: false }
}

/** The only one who is written to: an address that names several, or a copy, would make a mailing of it. */
function recipientOf(mailto: string): string | null {
  const { to = [], cc = [], bcc = [] } = readMailto(mailto)
  const [first] = to
  return to.length === 1 && cc.length === 0 && bcc.length === 0 && first !== undefined ? first.address : null
}

/** With a name or password in it, an address is made to look like another one. */
function webAddress(address: string): URL | null {
  const url = /^https?:/i.test(address) ? URL.parse(address) : null
  return url !== null && url.username === '' && url.password === '' ? url : null
}

function passedSignatures(features: readonly Feature[]) {
  return features.flatMap((feature) => {
    if (feature.name !== 'dkim' || feature.origin !== 'verified') return []
    const fact = authenticationFact.safeParse(feature.value)
    if (!fact.success) return []
    return [fact.data, ...(fact.data.others ?? [])]
      .filter(({ result }) => result === 'pass')
      .map(({ domain, selector }) => ({ domain: domain?.toLowerCase() ?? '', selector: selector?.toLowerCase() }))
  })
}
