/** Words for folded parts, passed in so that the transform knows no language. */
export interface FoldLabels {
  quoted(lines: number, name: string | null): string
  readonly signature: string
}

const QUOTES = [
  'blockquote[type="cite" i]',
  '.gmail_quote',
  '.gmail_quote_container',
  '.yahoo_quoted',
  '.protonmail_quote',
  '.moz-forward-container',
  '#user-content-OLK_SRC_BODY_SECTION',
  'blockquote',
].join(',')

const SIGNATURES =
  '.gmail_signature, .moz-signature, .protonmail_signature_block, #user-content-Signature, #user-content-signature'

/** Outlook marks where the quoted message begins; everything after it, to the end of its parent, is quoted. */
const QUOTE_BEGINS = '#user-content-divRplyFwdMsg, #user-content-appendonsend, #user-content-x_divRplyFwdMsg'

/** Shorter quotes are an answer's context and stay in sight. */
const MIN_FOLDED_LINES = 3

const WROTE =
  /\s*(?:<[^>]*>|\([^)]*\))?\s*(?:wrote|writes|a écrit|escribió|ha scritto|escreveu|skrev|napisał\(?a?\)?|написал\(?а?\)?)\s*:?$/iu
const SCHRIEB = /\b(?:schrieb|schreef)\s+(.+?)\s*(?:<[^>]*>|\([^)]*\))?\s*:$/iu

/** The name in a line such as "On Monday, Jonas Weiß <jonas@…> wrote:"; null when there is none. */
export function quotedName(line: string): string | null {
  const flat = line.replace(/\s+/g, ' ').trim()
  if (flat.length > 300) return null
  const before = flat.replace(WROTE, '')
  // The name stands after the date and the time, which end in a comma or a digit.
  const named =
    before === flat
      ? SCHRIEB.exec(flat)?.[1]
      : /\D*$/
          .exec(before)?.[0]
          .split(/[,:]\s/)
          .at(-1)
  const name = named?.replace(/["“”]/g, '').trim()
  return name === undefined || name === '' || name.length > 80 || name.includes('@') ? null : name
}

/** Folds quoted messages and signatures that end an answer. A message that only quotes is left as it is. */
export function foldQuotes(root: Element, labels: FoldLabels): void {
  gatherOutlookQuotes(root)
  for (const quote of root.querySelectorAll(QUOTES)) {
    if (quote.closest('details') !== null || quote.parentElement === null) continue
    const lines = countLines(quote)
    if (lines < MIN_FOLDED_LINES || !hasTextOutside(root, quote)) continue
    const inside = quotedName(quote.querySelector('.gmail_attr')?.textContent ?? '')
    fold(quote, labels.quoted(lines, inside ?? quotedName(attributionBefore(quote) ?? '')))
  }
  for (const signature of root.querySelectorAll(SIGNATURES)) {
    if (signature.closest('details') === null && hasTextOutside(root, signature)) fold(signature, labels.signature)
  }
}

function gatherOutlookQuotes(root: Element): void {
  const begin = root.querySelector(QUOTE_BEGINS)
  if (begin === null || begin.parentElement === null) return
  const box = root.ownerDocument.createElement('blockquote')
  box.setAttribute('type', 'cite')
  box.setAttribute('style', 'margin:0')
  begin.before(box)
  while (box.nextSibling !== null) box.append(box.nextSibling)
}

function fold(element: Element, label: string): void {
  const document = element.ownerDocument
  const details = document.createElement('details')
  details.className = 'caliopen-fold'
  const summary = document.createElement('summary')
  summary.textContent = label
  element.before(details)
  details.append(summary, element)
}

/** Lines as a reader would count them: by line breaks and blocks. */
function countLines(element: Element): number {
  const breaks = element.querySelectorAll('br, p, li, tr, div:not(:has(div, p)), pre').length
  const inText = (element.querySelector('pre')?.textContent ?? '').split('\n').length - 1
  return Math.max(breaks, inText, element.textContent?.trim() === '' ? 0 : 1)
}

function hasTextOutside(root: Element, inner: Element): boolean {
  const whole = (root.textContent ?? '').replace(/\s/g, '').length
  const quoted = (inner.textContent ?? '').replace(/\s/g, '').length
  return whole - quoted > 20
}

function attributionBefore(quote: Element): string | null {
  for (let at = quote.previousSibling, steps = 0; at !== null && steps < 4; at = at.previousSibling, steps += 1) {
    const text = at.textContent?.trim() ?? ''
    if (text !== '') return text
  }
  return null
}
