import DOMPurify, { type Config } from 'dompurify'
import { MAX_CSS_LENGTH } from './limits.ts'
import { tameLinks } from './links.ts'
import { remoteAddress } from './remote-content.ts'
import { type ImageInCss, sanitiseDeclarations, sanitiseStyleSheet } from './styles.ts'

/**
 * HTML only: no SVG and no MathML, which bring scripts, references and parsers of their own. No forms, no media, no
 * frames. What the transforms after this one rewrite (style, src, href, background) passes; ids and names are prefixed
 * so that they cannot stand in for properties of the document.
 */
export const MAIL_CONFIG = {
  USE_PROFILES: { html: true },
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  SANITIZE_DOM: true,
  SANITIZE_NAMED_PROPS: true,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // Every attribute's value must match, not only addresses: the last two ways let in what has no scheme (`600`, `center`).
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid):|data:image\/|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
  FORBID_TAGS: `form input button select option optgroup textarea fieldset legend output meter progress datalist label
    video audio source track picture dialog map area template slot marquee base link meta noscript menu menuitem
    shadow content canvas keygen command object embed applet iframe frame frameset noframes xmp plaintext listing
    details summary bgsound portal fencedframe`.split(/\s+/),
  FORBID_ATTR: `srcset sizes lowsrc dynsrc ping poster action formaction autofocus tabindex contenteditable accesskey
    popover popovertarget popovertargetaction is slot draggable loading fetchpriority crossorigin referrerpolicy usemap
    ismap nonce integrity download srcdoc xmlns target rel autoplay preload controls capture inputmode enterkeyhint
    part shadowrootmode longdesc cite profile manifest archive codebase classid data usb itemprop itemscope`.split(
    /\s+/,
  ),
} satisfies Config

/** The clean markup of a message as an inert element (`html`); nothing in it has been loaded. */
export function sanitiseToElement(html: string): HTMLElement {
  const clean: unknown = DOMPurify.sanitize(html, MAIL_CONFIG)
  if (typeof clean !== 'object' || clean === null || !('querySelectorAll' in clean))
    throw new Error('The sanitiser gave no document')
  return clean as HTMLElement // checked: RETURN_DOM with WHOLE_DOCUMENT gives the html element
}

/** Style attributes between two looks at the clock. */
const STYLES_A_SLICE = 100

/** Rewrites every style element and attribute, within the limit on their length. Yields now and then. */
export function* sanitiseStyles(root: Element, image: ImageInCss): Generator<void, void> {
  let budget = MAX_CSS_LENGTH
  for (const style of root.querySelectorAll('style')) {
    const css = style.textContent ?? ''
    budget -= css.length
    style.textContent = budget < 0 ? '' : sanitiseStyleSheet(css, image)
    for (const name of style.getAttributeNames()) if (name !== 'media') style.removeAttribute(name)
  }
  // Newsletters say the same few styles thousands of times: each is read once, and counts once.
  const known = new Map<string, string>()
  for (const [index, element] of root.querySelectorAll('[style]').entries()) {
    if (index % STYLES_A_SLICE === 0) yield
    const css = element.getAttribute('style') ?? ''
    let clean = known.get(css)
    if (clean === undefined) {
      budget -= css.length
      clean = budget < 0 ? '' : sanitiseDeclarations(css, image)
      known.set(css, clean)
    }
    if (clean === '') element.removeAttribute('style')
    else element.setAttribute('style', clean)
  }
}

/** Cleans what is pasted or quoted into the composer: the same rules, and no remote pictures or style sheets at all. */
export function sanitiseForEditing(html: string): string {
  const root = sanitiseToElement(html)
  for (const style of root.querySelectorAll('style, title')) style.remove()
  for (const _ of sanitiseStyles(root, () => null));
  for (const image of root.querySelectorAll('img')) {
    if (remoteAddress(image.getAttribute('src') ?? '') !== null) image.removeAttribute('src')
    if (!/^(?:data:image\/|cid:)/i.test(image.getAttribute('src') ?? '')) image.remove()
  }
  for (const element of root.querySelectorAll('[background]')) element.removeAttribute('background')
  tameLinks(root)
  for (const link of root.querySelectorAll('a')) for (const name of ['target', 'rel']) link.removeAttribute(name)
  return root.querySelector('body')?.innerHTML ?? ''
}
