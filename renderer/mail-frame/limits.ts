/** Bounds on what one message may ask of the window. A message beyond them is shown in part, or as text. */

/** Characters of HTML. The largest real newsletters stay under 1 MB; more than 2 MB takes the window a second to lay out. */
export const MAX_HTML_LENGTH = 2_000_000

/**
 * Characters of the body that are shown at first; the rest when the user asks for it. Layout cannot be cut into slices:
 * more than this would hold the window up for longer than a person forgives.
 */
export const FIRST_PART_LENGTH = 300_000

/** Tags open at once, counted roughly before parsing. Deeper markup has no use but to exhaust the parser's stack. */
export const MAX_OPEN_TAGS = 5_000

/** Depth of elements that is kept. Nested layout tables of real newsletters reach about 60. */
export const MAX_DEPTH = 256

/** Elements that are kept. A newsletter has a few thousand; beyond this, layout alone would stall the window. */
export const MAX_ELEMENTS = 60_000

/** Characters of CSS in all. */
export const MAX_CSS_LENGTH = 500_000

/** Remote pictures that one "Show images" fetches. */
export const MAX_REMOTE_IMAGES = 300

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])

/** True when the markup opens more tags than any message needs. One pass over the text, no parsing, no recursion. */
export function isTooDeep(html: string): boolean {
  let open = 0
  for (const [, slash, name = '', rest = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})([^<>]{0,2000})/gi)) {
    if (slash === '/') open = Math.max(0, open - 1)
    else if (!VOID.has(name.toLowerCase()) && !rest.endsWith('/')) open += 1
    if (open > MAX_OPEN_TAGS) return true
  }
  return false
}

/** Cuts overlong markup before a tag, so that no half tag is left at the end. */
export function cutToLength(html: string, atMost = MAX_HTML_LENGTH): { html: string; cut: boolean } {
  if (html.length <= atMost) return { html, cut: false }
  const end = html.lastIndexOf('<', atMost)
  return { html: html.slice(0, end > atMost / 2 ? end : atMost), cut: true }
}

/** Where the first part of a long message ends: styles in its head do not count. */
export function firstPartLength(html: string): number {
  const body = html.slice(0, MAX_CSS_LENGTH).search(/<body[\s>]/i)
  return Math.min(MAX_HTML_LENGTH, Math.max(0, body) + FIRST_PART_LENGTH)
}

/** Removes elements that lie too deep or come after too many others. Returns true when something was removed. */
export function prune(root: Element): boolean {
  let cut = false
  let count = 0
  let depth = 0
  let node: Element | null = root.firstElementChild
  while (node !== null) {
    count += 1
    if (count > MAX_ELEMENTS || depth >= MAX_DEPTH) {
      cut = true
      const next: Element | null = node.nextElementSibling
      const parent: Element | null = node.parentElement
      node.remove()
      if (next !== null) node = next
      else if (parent === null || parent === root) node = null
      else {
        const above = following(parent, root)
        depth -= above.climbed
        node = above.next
      }
      continue
    }
    if (node.firstElementChild !== null) {
      depth += 1
      node = node.firstElementChild
      continue
    }
    const after = following(node, root)
    depth -= after.climbed
    node = after.next
  }
  return cut
}

/** The next element in document order that is not inside `node`, and how many levels up it lies. */
function following(node: Element, root: Element): { next: Element | null; climbed: number } {
  let climbed = 0
  let at: Element | null = node
  while (at !== null && at !== root) {
    if (at.nextElementSibling !== null) return { next: at.nextElementSibling, climbed }
    at = at.parentElement
    climbed += 1
  }
  return { next: null, climbed }
}
