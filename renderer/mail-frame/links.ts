import { parse } from 'tldts'
import { readableHost } from './punycode.ts'

/** Schemes that a link in a message may have. Everything else loses its address. */
const SCHEMES = /^(?:https?|mailto|tel):/i

/** What a person should see before following a link. */
export interface LinkFacts {
  readonly url: string
  /** the address in parts, host decoded; `domain` is the part that somebody registered, to be shown bold */
  readonly before: string
  readonly domain: string
  readonly after: string
  /** the link's text names another domain than the one it leads to */
  readonly mismatch: string | null
  /** a label mixes Latin with letters that look like it */
  readonly mixedScripts: boolean
}

/** Keeps only addresses a person may follow, without pings or referrer. The frame cannot open them: its parent does. */
export function tameLinks(root: Element): void {
  for (const link of root.querySelectorAll('a, area')) {
    for (const name of ['ping', 'download', 'target', 'rel', 'type']) link.removeAttribute(name)
    const href = cleanAddress(link.getAttribute('href') ?? '')
    if (href === null) {
      link.removeAttribute('href')
      continue
    }
    link.setAttribute('href', href)
    link.setAttribute('rel', 'noopener noreferrer nofollow')
    // If a click ever escaped the parent, the sandbox refuses a new window; without this the frame itself would navigate.
    link.setAttribute('target', '_blank')
  }
}

function cleanAddress(value: string): string | null {
  // The URL parser ignores tabs, line breaks and leading control characters; so must this check.
  const trimmed = Array.from(value)
    .filter((char) => char > ' ' || char === ' ')
    .join('')
    .trim()
  if (trimmed.startsWith('#')) return trimmed
  const address = trimmed.startsWith('//') ? `https:${trimmed}` : trimmed
  return SCHEMES.test(address) ? address : null
}

/** Facts about a link for the status line. Null for addresses within the message and unreadable ones. */
export function describeLink(href: string, text: string): LinkFacts | null {
  let url: URL
  try {
    url = new URL(href)
  } catch {
    return null
  }
  if (!SCHEMES.test(url.protocol)) return null
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { url: href, before: url.protocol, domain: '', after: url.pathname, mismatch: null, mixedScripts: false }
  }
  const registrable = parse(url.hostname).domain ?? url.hostname
  const host = readableHost(url.hostname)
  const domain = readableHost(registrable)
  const user = url.username === '' ? '' : `${url.username}@`
  const port = url.port === '' ? '' : `:${url.port}`
  return {
    url: url.href,
    before: `${url.protocol}//${user}${host.slice(0, host.length - domain.length)}`,
    domain,
    after: `${port}${url.pathname}${url.search}${url.hash}`,
    mismatch: mismatched(text, registrable),
    mixedScripts: host.split('.').some(isMixed),
  }
}

/** The system's browser: Electron takes it over in its window-open handler; in a browser it is a tab of its own. */
export const openOutside = (url: string): void => void window.open(url, '_blank', 'noopener,noreferrer')

/** The domain that the text of a link names, when the link leads somewhere else. */
function mismatched(text: string, registrable: string): string | null {
  const address =
    /^\s*(?<said>(?:https?:\/\/)?(?:www\.)?)(?<named>[^\s/@:?#]+\.[^\s/@:?#]{2,})(?:[/:?#]\S*)?\s*$/i.exec(text)?.groups
  if (address?.['named'] === undefined) return null
  const shown = parse(address['named'])
  // "notes.txt" need not be an address; what begins with https:// or www. says that it is one, whatever its end.
  if (address['said'] === '' && (shown.isIcann !== true || shown.isIp === true)) return null
  const site = shown.domain ?? shown.hostname
  if (site === null) return null
  const ascii = URL.canParse(`https://${site}`) ? new URL(`https://${site}`).hostname : site
  return ascii.toLowerCase() === registrable.toLowerCase() ? null : site
}

const isMixed = (label: string): boolean =>
  /\p{Script=Latin}/u.test(label) &&
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label)
