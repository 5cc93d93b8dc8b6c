import DOMPurify from 'dompurify'
import { prune } from './limits.ts'
import { MAIL_CONFIG, sanitiseToElement } from './sanitise.ts'

/** Elements that the sanitiser gets at once: a few milliseconds. */
const ELEMENTS_A_SLICE = 120

/** The same rules for a part of a message. One object: the sanitiser reads it again only when it is another one. */
const PART_CONFIG = { ...MAIL_CONFIG, WHOLE_DOCUMENT: false, RETURN_DOM: false, RETURN_DOM_FRAGMENT: true } as const

/** Plain boxes that may be opened to get at what is in them. Everything else goes to the sanitiser whole. */
const BOXES = new Set(
  'ARTICLE B BLOCKQUOTE CENTER DIV FONT I LI MAIN OL P PRE SECTION SPAN TABLE TBODY TD TFOOT TH THEAD TR UL'.split(' '),
)

const XHTML = 'http://www.w3.org/1999/xhtml'

/**
 * What `sanitiseToElement` gives, in steps: a long message must not hold up the window. The message is read once and
 * stays one tree; each part of it goes through the sanitiser as the elements that it was read to, not as text again.
 */
export function* sanitiseInSlices(html: string): Generator<void, { root: HTMLElement; cut: boolean }> {
  const page = new DOMParser().parseFromString(html, 'text/html')
  yield
  const cut = prune(page.documentElement)
  yield
  const parts = [...page.body.childNodes]
  for (const part of parts) part.remove()
  const root = sanitiseToElement(page.documentElement.outerHTML)
  const body = root.querySelector('body')
  if (body !== null) yield* fill(body, parts)
  return { root, cut }
}

/** Puts the clean form of the nodes into an element that is clean already. */
function* fill(target: Element, nodes: readonly Node[]): Generator<void, void> {
  // Of a document without a window, as the nodes themselves: in the window's own, pictures would be fetched at once.
  const inert = target.ownerDocument
  let waiting = inert.createDocumentFragment()
  let size = 0
  const flush = () => {
    if (size === 0) return
    target.append(clean(waiting))
    waiting = inert.createDocumentFragment()
    size = 0
  }
  for (const node of nodes) {
    const weight = isElement(node) ? node.getElementsByTagName('*').length + 1 : 1
    if (isElement(node) && weight > ELEMENTS_A_SLICE && node.namespaceURI === XHTML && BOXES.has(node.tagName)) {
      flush()
      yield
      const shell = clean(node.cloneNode(false))
      const box = shell.firstElementChild
      target.append(shell)
      yield* fill(box ?? target, [...node.childNodes])
      continue
    }
    waiting.append(node)
    size += weight
    if (size >= ELEMENTS_A_SLICE) {
      flush()
      yield
    }
  }
  flush()
}

const isElement = (node: Node): node is Element => node.nodeType === 1

const clean = (node: Node): DocumentFragment => DOMPurify.sanitize(node, PART_CONFIG)
