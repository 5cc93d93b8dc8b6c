import { Tokenizer } from 'htmlparser2'
import { decoded, lookedAt } from './attributes.ts'
import { mayFetch } from './css-references.ts'
import { type Attributes, isHidden } from './visibility.ts'

export interface Tag {
  /** lower case */
  readonly name: string
  /** only those that are looked at; character references resolved; the first of a name counts */
  readonly attributes: Attributes
  /** inside of an element that is not shown */
  readonly hidden: boolean
}

export interface MarkupHandler {
  tag(tag: Tag): void
  /** an `a` or `area` with an address, when it ends */
  link(address: string, text: string): void
  /** what stands inside of elements whose content is no markup: style, script, title, textarea, xmp; and CDATA */
  raw(element: string, text: string): void
}

/** Of the text of a link: what a person takes in of an address. */
export const linkChars = 300
/** Attributes in which text for people stands; they matter only when markup hides in them. */
const textual = new Set(['title', 'alt', 'id', 'name'])
/** Their attributes are looked at whole; of all others only the style, where it may fetch or hide something. */
const plain = new Set(
  'td tr th table tbody thead tfoot p br span div b i u strong em font center h1 h2 h3 h4 h5 h6 ul ol li hr small big sup sub'.split(
    ' ',
  ),
)
const hidesOrFetches = (style: string): boolean => mayFetch(style) || /display|visibility|opacity|&/i.test(style)
const rawElements = new Set(['style', 'script', 'title', 'textarea', 'xmp'])
const voids = new Set('area base br col embed hr img input link meta param source track wbr frame image'.split(' '))

/**
 * Walks markup once, without building a tree, so that neither depth nor size of hostile HTML matters. Comments are passed
 * over where all browsers pass them over.
 */
export function readMarkup(html: string, handler: MarkupHandler): void {
  const state = new MarkupState(html, handler)
  const tokenizer = new Tokenizer({ decodeEntities: false }, state)
  tokenizer.write(html)
  tokenizer.end()
  state.finish()
}

class MarkupState {
  readonly #html: string
  readonly #handler: MarkupHandler
  #name = ''
  #attributes = new Map<string, string>()
  #attribute = ''
  #valueStart = -1
  #valueEnd = -1
  #raw = ''
  /** the element that hides what is in it, and how many of its name are open since */
  #hiding = { name: '', depth: 0 }
  #link: { address: string; text: string } | null = null

  constructor(html: string, handler: MarkupHandler) {
    this.#html = html
    this.#handler = handler
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase()
    if (this.#attributes.size > 0) this.#attributes = new Map()
  }

  onattribname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase()
    const wanted = plain.has(this.#name) ? ofPlain.has(name) : lookedAt.has(name)
    this.#attribute = (wanted || name.startsWith('on')) && !this.#attributes.has(name) ? name : ''
    this.#valueStart = -1
  }

  onattribdata(start: number, end: number): void {
    if (this.#valueStart < 0) this.#valueStart = start
    this.#valueEnd = end
  }

  onattribend(): void {
    if (this.#attribute === '') return
    const raw = this.#valueStart < 0 ? '' : this.#html.slice(this.#valueStart, this.#valueEnd)
    if (textual.has(this.#attribute) && !/<|&(?:lt|#0*60\b|#x0*3c)/i.test(raw)) return
    if (this.#attribute === 'style' && plain.has(this.#name) && !hidesOrFetches(raw)) return
    this.#attributes.set(this.#attribute, decoded(raw))
  }

  onopentagend(): void {
    this.#open()
    this.#raw = rawElements.has(this.#name) ? this.#name : ''
  }

  onselfclosingtag(): void {
    this.#open()
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase()
    this.#raw = ''
    if (name === 'a') this.#endLink()
    if (this.#hiding.depth > 0 && name === this.#hiding.name) this.#hiding.depth -= 1
  }

  ontext(start: number, end: number): void {
    if (this.#raw !== '') this.#handler.raw(this.#raw, this.#html.slice(start, end))
    else if (this.#link !== null && this.#link.text.length < linkChars) {
      this.#link.text += this.#html.slice(start, Math.min(end, start + linkChars))
    }
  }

  /** Browsers end a CDATA section in HTML at the first `>`: what follows is markup to them. */
  oncdata(start: number, end: number): void {
    this.#handler.raw('cdata', this.#html.slice(start, end))
  }

  finish(): void {
    this.#endLink()
  }

  /** Browsers also end a comment at `--!>`, and one that begins with `>` at once. */
  oncomment(start: number, end: number): void {
    const text = this.#html.slice(start, end)
    if (/^-?>|--!>/.test(text)) this.#handler.raw('comment', text)
  }

  onprocessinginstruction(start: number, end: number): void {
    const text = this.#html.slice(start, end)
    if (/^\??xml-stylesheet\b/i.test(text)) this.#handler.raw('xml-stylesheet', text)
  }

  onattribentity(): void {}
  ondeclaration(): void {}
  onend(): void {}
  ontextentity(): void {}

  #open(): void {
    const name = this.#name
    const attributes = this.#attributes
    if (this.#hiding.depth > 0 && name === this.#hiding.name) this.#hiding.depth += 1
    const hidden = this.#hiding.depth > 0
    if (attributes.size > 0 || told.has(name)) this.#handler.tag({ name, attributes, hidden })
    if (name === 'a' || name === 'area') {
      this.#endLink()
      const address = attributes.get('href') ?? attributes.get('xlink:href')
      if (address !== undefined) this.#link = { address, text: '' }
      if (name === 'area') this.#endLink()
    }
    if (!hidden && attributes.size > 0 && !voids.has(name) && isHidden(attributes)) this.#hiding = { name, depth: 1 }
  }

  #endLink(): void {
    if (this.#link === null) return
    const { address, text } = this.#link
    this.#link = null
    this.#handler.link(address, decoded(text.replace(/\s+/g, ' ').trim()))
  }
}

const ofPlain = new Set(['style', 'background', 'hidden', 'title', 'id', 'src', 'href', 'srcset'])
/** Told of even when no attribute of theirs matters. */
const told = new Set(['form', 'isindex', 'script'])
