import { Buffer } from 'node:buffer'
import { cssReferences } from './css-references.ts'
import { readMarkup, type Tag } from './markup.ts'
import type { RemoteKind } from './remote-kind.ts'
import { type Attributes, isHidden, isPixel } from './visibility.ts'

/** One thing in a message that a browser would fetch, or that would tell on the reader when it is followed. */
export interface Reference {
  readonly kind: RemoteKind
  /** as it stands in the message, character references resolved */
  readonly address: string
  /** element and attribute it was found in: `img srcset` */
  readonly place: string
  /** a picture of no visible size */
  readonly pixel: boolean
  /** inside of something that is not shown */
  readonly hidden: boolean
}

export interface Link {
  readonly address: string
  /** what a person sees of it, at most `linkChars` */
  readonly text: string
}

export interface HtmlContent {
  readonly references: readonly Reference[]
  readonly links: readonly Link[]
  readonly forms: number
  /** script elements, handlers of events and `javascript:` addresses: none of it ever runs here */
  readonly scripts: number
  /** the address that relative ones are meant from, null if the message names none */
  readonly base: string | null
}

/** Of references and links of one message: more of them are not told apart. */
const most = 5_000
/** Markup inside of attributes, data addresses and raw text is read as well, so deep. */
const deepest = 3
/** What a data: address may hold to be looked into. */
const dataChars = 200_000

interface Collected {
  references: Reference[]
  links: Link[]
  forms: number
  scripts: number
  base: string | null
}

/**
 * Everything in an HTML body that would make a window fetch something. It errs on the side of finding too much: what a
 * browser would not fetch after all is named as well. Bounded; never throws.
 */
export function readHtml(html: string): HtmlContent {
  const content: Collected = { references: [], links: [], forms: 0, scripts: 0, base: null }
  collect(html, content, 0, false)
  return content
}

function collect(html: string, into: Collected, depth: number, hidden: boolean): void {
  if (depth > deepest) return
  readMarkup(html, {
    tag: (tag) => collectTag(tag, into, depth, hidden || tag.hidden),
    link: (address, text) => {
      if (into.links.length < most) into.links.push({ address, text })
    },
    raw: (element, text) => collectRaw(element, text, into, depth),
  })
}

function add(into: Collected, reference: Omit<Reference, 'pixel'> & { readonly pixel?: boolean }): void {
  if (reference.address !== '' && into.references.length < most) into.references.push({ pixel: false, ...reference })
}

function collectTag({ name, attributes }: Tag, into: Collected, depth: number, inHidden: boolean): void {
  if (name === 'form' || name === 'isindex') into.forms += 1
  if (name === 'script') into.scripts += 1
  if (attributes.size === 0) return
  const hidden = inHidden || isHidden(attributes)
  const pixel = pictures.has(name) && isPixel(attributes)
  for (const [attribute, value] of attributes) {
    const place = `${name} ${attribute}`
    if (attribute === 'style') {
      for (const found of cssReferences(value)) add(into, { ...found, place, hidden })
    } else if (attribute.startsWith('on')) {
      into.scripts += 1
      for (const address of spelledOut(value)) add(into, { kind: 'other', address, place, hidden })
    } else if (value.includes('<') && value.includes('//')) {
      collect(value, into, depth + 1, hidden)
    } else if (/^\s*(?:java|vb)script:/i.test(value)) {
      into.scripts += 1
      for (const address of spelledOut(value)) add(into, { kind: 'other', address, place, hidden })
    } else if (/^\s*data:/i.test(value)) {
      collectData(value, into, depth, hidden)
    } else {
      collectAttribute(name, attribute, value, attributes, into, { place, hidden, pixel })
    }
  }
}

const pictures = new Set(['img', 'image', 'input', 'source', 'feimage', 'mglyph'])
const frames = new Set(['iframe', 'frame', 'object', 'embed', 'applet', 'portal', 'fencedframe'])
const media = new Set(['video', 'audio', 'track', 'bgsound'])

interface Found {
  readonly place: string
  readonly hidden: boolean
  readonly pixel: boolean
}

/** Attributes with one address, and what kind of thing it is on which element; null: nothing that is fetched. */
const single: Readonly<Record<string, (element: string) => RemoteKind | null>> = {
  src: kindOfSource,
  background: () => 'image',
  poster: () => 'image',
  lowsrc: () => 'image',
  icon: () => 'image',
  dynsrc: () => 'media',
  data: inFrame,
  code: inFrame,
  codebase: inFrame,
  archive: inFrame,
  classid: inFrame,
  value: (element) => (element === 'param' ? 'frame' : null),
  action: () => 'form',
  formaction: () => 'form',
  manifest: () => 'other',
  profile: () => 'other',
}

function collectAttribute(
  element: string,
  attribute: string,
  value: string,
  attributes: Attributes,
  into: Collected,
  found: Found,
): void {
  const kind = single[attribute]?.(element) ?? null
  if (kind !== null) add(into, { ...found, kind, address: value })
  else if (attribute === 'href' || attribute === 'xlink:href') {
    const of = kindOfHref(element, attributes)
    if (of !== null) add(into, { ...found, kind: of, address: value })
    if (element === 'base' && /^\s*https?:/i.test(value)) into.base ??= value.trim()
  } else if (attribute === 'content') collectMeta(value, attributes, into, found)
  else {
    for (const [address, of] of severalIn(attribute, value)) add(into, { ...found, kind: of, address })
  }
}

/** Attributes with several addresses. */
function* severalIn(attribute: string, value: string): Generator<readonly [string, RemoteKind]> {
  if (attribute === 'srcset' || attribute === 'imagesrcset') {
    for (const [, address = ''] of value.matchAll(/(?:^|,)\s*([^\s,]\S*)/g)) yield [address.replace(/,$/, ''), 'image']
  } else if (attribute === 'ping') {
    for (const address of value.split(/\s+/)) yield [address, 'link']
  } else if (attribute === 'to' || attribute === 'from' || attribute === 'values') {
    for (const address of value.split(';')) if (/[/\\]/.test(address)) yield [address.trim(), 'image']
  }
}

function inFrame(element: string): RemoteKind | null {
  return frames.has(element) ? 'frame' : null
}

function kindOfSource(name: string): RemoteKind {
  if (pictures.has(name)) return 'image'
  if (frames.has(name)) return 'frame'
  if (media.has(name)) return 'media'
  return 'other'
}

const vectors = new Set(['image', 'use', 'feimage', 'pattern', 'lineargradient', 'radialgradient', 'textpath', 'mpath'])

function kindOfHref(element: string, attributes: Attributes): RemoteKind | null {
  if (vectors.has(element)) return 'image'
  if (element === 'base' || element === 'script') return 'other'
  if (element !== 'link') return null
  const rel = (attributes.get('rel') ?? '').toLowerCase()
  if (/pre(?:fetch|load|connect|render)|dns-prefetch/.test(rel)) return 'prefetch'
  if (/stylesheet/.test(rel)) return 'style'
  return /icon|image/.test(rel) ? 'image' : 'other'
}

/** `http-equiv`: refresh leads somewhere else by itself, a policy may report. */
function collectMeta(value: string, attributes: Attributes, into: Collected, found: Found): void {
  const equivalent = (attributes.get('http-equiv') ?? '').toLowerCase()
  if (equivalent === 'refresh') {
    const [, address = ''] = /url\s*=\s*["']?([^"'\s]+)/i.exec(value) ?? []
    add(into, { ...found, kind: 'frame', address })
  } else if (equivalent !== '') {
    for (const address of spelledOut(value)) add(into, { ...found, kind: 'other', address })
  }
}

/** Content of elements that is not markup. Where it closes early in another reader's eyes, what follows is read too. */
function collectRaw(element: string, text: string, into: Collected, depth: number): void {
  if (element === 'style') {
    for (const found of cssReferences(text)) add(into, { ...found, place: 'style', hidden: false })
  } else if (element === 'xml-stylesheet') {
    for (const address of spelledOut(text)) add(into, { kind: 'style', address, place: element, hidden: false })
  } else if (element === 'script') {
    const kind = /"prefetch"|"prerender"/.test(text) ? 'prefetch' : 'other'
    for (const address of spelledOut(text)) add(into, { kind, address, place: 'script', hidden: false })
  }
  if (element !== 'script' && text.includes('<') && text.includes('//')) collect(text, into, depth + 1, false)
}

function collectData(value: string, into: Collected, depth: number, hidden: boolean): void {
  const [, type = '', encoding = '', data = ''] = /^\s*data:([^,;]*)((?:;[^,;]*)*),([\s\S]*)$/i.exec(value) ?? []
  if (!/svg|html|xml/i.test(type) || data.length > dataChars) return
  const text = /;\s*base64\s*$/i.test(encoding) ? Buffer.from(data, 'base64').toString('utf8') : percentDecoded(data)
  collect(text, into, depth + 1, hidden)
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Addresses that stand in a text as they are. */
const spelledOut = (text: string): string[] =>
  text.includes('//') ? (text.slice(0, dataChars).match(/https?:\/\/[^\s"'`<>)\\;]+/gi) ?? []).slice(0, 100) : []
