/**
 * What the frame itself may do, whatever its markup says: show pictures that its parent put there, and styles within
 * it. Nothing is fetched from anywhere.
 */
export const FRAME_POLICY =
  "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'"

/** No scripts, no forms, no popups, no navigation of the window. Same origin only so that its parent can measure it. */
export const FRAME_SANDBOX = 'allow-same-origin'

/** The element that holds the message; its height is the height of the frame. */
export const FRAME_ROOT_ID = 'caliopen-mail'

/** Colours come in from the window as properties, so that the frame follows the theme. */
const FRAME_STYLE = `
:root{--frame-font:system-ui,sans-serif;--frame-text:#152024;--frame-quiet:#58676e;--frame-line:#e1e6e8;--frame-link:#0d5a71;--frame-chip:#ebeff1}
html{height:auto!important;min-height:0!important;overflow:hidden!important;background:transparent}
body{height:auto!important;min-height:0!important;margin:0!important;padding:0!important;overflow:visible!important;background-color:transparent}
#${FRAME_ROOT_ID}{font:400 14px/22px var(--frame-font);color:var(--frame-text);overflow-wrap:break-word;position:relative;overflow-x:auto;overflow-y:hidden;padding:1px 0}
#${FRAME_ROOT_ID} :where(a){color:var(--frame-link)}
#${FRAME_ROOT_ID} :where(p){margin:0 0 10px}
#${FRAME_ROOT_ID} :where(img){max-width:100%}
#${FRAME_ROOT_ID} :where(img:not([height])){height:auto}
#${FRAME_ROOT_ID} :where(pre){white-space:pre-wrap}
#${FRAME_ROOT_ID} :where(blockquote){margin:0 0 0 2px;padding:0 0 0 12px;border-inline-start:2px solid var(--frame-line);color:var(--frame-quiet)}
.caliopen-fold>summary{display:inline-flex;list-style:none;align-items:center;height:22px;margin:6px 0;padding:0 8px;border-radius:6px;background:var(--frame-chip);color:var(--frame-quiet);font:400 12px/16px var(--frame-font);cursor:pointer}
.caliopen-fold>summary::before{content:"···";margin-inline-end:6px;letter-spacing:1px}
.caliopen-fold>summary:focus-visible,#${FRAME_ROOT_ID} a:focus-visible{outline:2px solid var(--frame-link);outline-offset:2px}
#${FRAME_ROOT_ID}.caliopen-paper{background-color:#fff}
#${FRAME_ROOT_ID} img[data-remote]:not([data-shown]){background-color:var(--frame-chip);border-radius:4px}
mark.caliopen-hit{background:var(--frame-mark,#ffe69a);color:var(--frame-on-mark,#2b2205);border-radius:3px;padding:0 1px}
`

const HEAD = [
  '<meta charset="utf-8">',
  `<meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}">`,
  '<meta http-equiv="x-dns-prefetch-control" content="off">',
  '<meta name="referrer" content="no-referrer">',
].join('')

const ATTRIBUTES_KEPT = ['style', 'class', 'bgcolor', 'text', 'dir', 'lang', 'align'] as const

/** Puts the clean markup (`html` element) into a document of ours; the message's body becomes an element in it. */
export function frameDocument(root: Element, designed: boolean): string {
  const body = root.querySelector('body')
  const document = root.ownerDocument
  const page = document.implementation.createHTMLDocument('')
  const holder = page.createElement('div')
  for (const name of ATTRIBUTES_KEPT) {
    const value = body?.getAttribute(name) ?? null
    if (value === null) continue
    if (name === 'bgcolor') holder.style.backgroundColor = value
    else if (name === 'text') holder.style.color = value
    else holder.setAttribute(name, value)
  }
  holder.id = FRAME_ROOT_ID
  if (designed) holder.classList.add('caliopen-paper')
  const styles = [...root.querySelectorAll('style')].map((style) => {
    style.remove()
    return page.importNode(style, true)
  })
  for (const node of body?.childNodes ?? []) holder.append(page.importNode(node, true))
  // At the end: with it, the direction of the whole is found anew for everything that is put in.
  if (!holder.hasAttribute('dir')) holder.dir = 'auto'
  const sheets = styles.map((style) => style.outerHTML).join('')
  // A frame of another scheme than the page's is painted opaque: text that follows the theme must follow it wholly.
  const scheme = `<meta name="color-scheme" content="${designed ? 'light' : 'light dark'}">`
  return `<!doctype html><html><head>${HEAD}${scheme}${sheets}<style>${FRAME_STYLE}</style></head><body>${holder.outerHTML}</body></html>`
}

/** Whether the message brings a design of its own: such mail stays on paper, the rest follows the theme. */
export function isDesigned(root: Element): boolean {
  if (root.querySelector('[bgcolor], [background], table[width], font[color]') !== null) return true
  const styles = [...root.querySelectorAll('style')].map((style) => style.textContent ?? '').join('')
  if (/background|(?:^|[;{\s])color\s*:/i.test(styles)) return true
  return [...root.querySelectorAll('[style]')].some((element) =>
    /background|(?:^|;)color\s*:/i.test(element.getAttribute('style') ?? ''),
  )
}
