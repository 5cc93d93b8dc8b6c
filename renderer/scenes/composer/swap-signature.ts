import type { Account, DraftContent } from '../../../core/defs/index.ts'
import { sanitiseForEditing } from '../../mail-frame/index.tsx'
import { htmlOfText } from './text-of-html.ts'

type Signature = Account['signature']
type Written = Pick<DraftContent, 'text' | 'html'>

/**
 * The draft with the signature of another identity. A signature that was changed by hand is the user's own words and
 * stays; where there was none, the new one stands before what is quoted, as core puts it into a new draft.
 */
export function swapSignature(written: Written, before: Signature, after: Signature): Written {
  const html = written.html === null ? null : inHtml(written.html, before, after)
  return { text: inText(written.text, before, after), html }
}

const linesOf = (signature: Signature): string => signature?.text.trimEnd() ?? ''
const blockOf = (signature: Signature): string => (linesOf(signature) === '' ? '' : `\n\n-- \n${linesOf(signature)}`)

function inText(text: string, before: Signature, after: Signature): string {
  const [old, next] = [blockOf(before), blockOf(after)]
  if (old !== '') {
    const at = text.indexOf(old)
    return at < 0 ? text : text.slice(0, at) + next + text.slice(at + old.length)
  }
  const quote = /\n\n[^\n]*\n>/.exec(text)
  const at = quote?.index ?? text.length
  return text.slice(0, at) + next + text.slice(at)
}

/** Letters and signs alone: the editor changes spaces and line breaks. */
const bare = (text: string): string => text.replace(/\s+/g, '')

function inHtml(html: string, before: Signature, after: Signature): string {
  // Without a window, so that nothing in it is loaded.
  const page = new DOMParser().parseFromString(html, 'text/html')
  const own = page.createElement('div')
  if (linesOf(after) !== '') {
    const given = after?.html.trim() || htmlOfText(linesOf(after))
    own.innerHTML = `-- <br>${sanitiseForEditing(given)}`
  }
  if (linesOf(before) !== '') {
    const wanted = bare(`-- ${linesOf(before)}`)
    const old = blocksOf(page.body, wanted)
    if (old === null) return html
    if (own.hasChildNodes()) old[0]?.before(own)
    for (const element of old) element.remove()
    return page.body.innerHTML
  }
  if (!own.hasChildNodes()) return html
  const gap = page.createElement('div')
  gap.append(page.createElement('br'))
  const quote = page.body.querySelector(':scope > blockquote')
  const place = quote?.previousElementSibling ?? quote
  if (place) place.before(gap, own)
  else page.body.append(gap, own)
  return page.body.innerHTML
}

/** The elements, side by side, whose text is the signature: one as core writes it, several once the editor had it. */
function blocksOf(body: HTMLElement, wanted: string): Element[] | null {
  const children = [...body.children]
  for (let first = 0; first < children.length; first += 1) {
    if (bare(children[first]?.textContent ?? '') === '') continue
    let text = ''
    for (let last = first; last < children.length && wanted.startsWith(text); last += 1) {
      text += bare(children[last]?.textContent ?? '')
      if (text === wanted) return children.slice(first, last + 1)
    }
  }
  return null
}
