import { MAX_REMOTE_IMAGES } from './limits.ts'
import { type TrackerSign, trackerByAddress } from './trackers.ts'

export type RemoteReason = 'pixel' | 'hidden' | TrackerSign['reason']

/** One thing that the message would have the window fetch. Trackers are listed and never fetched. */
export interface RemoteReference {
  /** its name in the frame: `data-remote` of a picture, `--remote-<index>` in CSS */
  readonly index: number
  readonly url: string
  readonly host: string
  readonly kind: 'image' | 'tracker'
  readonly reasons: readonly RemoteReason[]
  readonly company: string | null
}

/** A picture that says nothing: what stands in for one that was not loaded, so that layout keeps its place. */
export const EMPTY_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** Below this a picture shows nothing to a person; CSS pixels. */
const PIXEL_SIZE = 3

const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp|avif|bmp|x-icon)[;,]/i

/** The address of something on the web, or null. Addresses without a scheme (`//host/…`) count; paths alone do not. */
export function remoteAddress(value: string): URL | null {
  try {
    const url = new URL(value, 'https://relative.invalid/')
    if (url.hostname === 'relative.invalid' || url.hostname === '') return null
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
  } catch {
    return null
  }
}

/** Collects what a message would fetch, each address once. */
export class RemoteReferences {
  readonly #byUrl = new Map<string, RemoteReference>()

  get all(): RemoteReference[] {
    return [...this.#byUrl.values()]
  }

  add(url: URL, seen: { pixel: boolean; hidden: boolean }): RemoteReference {
    const known = this.#byUrl.get(url.href)
    if (known !== undefined) return known
    const sign = trackerByAddress(url)
    const reasons: RemoteReason[] = []
    if (seen.pixel) reasons.push('pixel')
    if (seen.hidden) reasons.push('hidden')
    if (sign !== null) reasons.push(sign.reason)
    const index = this.#byUrl.size
    const kind = reasons.length > 0 ? 'tracker' : 'image'
    const company = sign?.company ?? null
    const reference: RemoteReference = { index, url: url.href, host: url.hostname, kind, reasons, company }
    this.#byUrl.set(url.href, reference)
    return reference
  }

  /** For a `url()` in CSS: a property that is filled in when the picture may be shown, or null. */
  inCss = (value: string): string | null => {
    if (DATA_IMAGE.test(value)) return `url("${value.replace(/[^\w+/=:;,.%-]/g, '')}")`
    const url = remoteAddress(value)
    if (url === null) return null
    const reference = this.add(url, { pixel: false, hidden: false })
    return reference.kind === 'image' ? `var(--remote-${reference.index}, none)` : null
  }
}

/** Takes every address that would be fetched out of the markup and leaves a mark where a picture may be put later. */
export function blockRemoteContent(root: Element, references: RemoteReferences): void {
  for (const image of root.querySelectorAll('img')) blockImage(image, references)
  for (const element of root.querySelectorAll('[background]')) {
    const value = references.inCss(element.getAttribute('background') ?? '')
    element.removeAttribute('background')
    if (value !== null) appendStyle(element, `background-image:${value}`)
  }
}

function blockImage(image: Element, references: RemoteReferences): void {
  const source = (image.getAttribute('src') ?? '').trim()
  image.removeAttribute('srcset')
  if (DATA_IMAGE.test(source) || /^cid:/i.test(source)) return
  image.removeAttribute('src')
  const url = remoteAddress(source)
  if (url === null) return
  const reference = references.add(url, { pixel: isPixel(image), hidden: isHidden(image) })
  if (reference.kind === 'tracker' || reference.index >= MAX_REMOTE_IMAGES) {
    image.remove()
    return
  }
  image.setAttribute('data-remote', String(reference.index))
  image.setAttribute('src', EMPTY_IMAGE)
}

const appendStyle = (element: Element, css: string): void =>
  element.setAttribute('style', [element.getAttribute('style'), css].filter(Boolean).join(';'))

function isPixel(image: Element): boolean {
  const style = image.getAttribute('style') ?? ''
  const sizes = (['width', 'height'] as const).map((side) => {
    const inStyle = new RegExp(`(?:^|[;\\s])(?:max-)?${side}\\s*:\\s*([\\d.]+)(px)?\\s*(?:!|;|$)`, 'i').exec(style)?.[1]
    const size = Number.parseFloat(inStyle ?? image.getAttribute(side) ?? '')
    return Number.isNaN(size) || (image.getAttribute(side)?.includes('%') === true && inStyle === undefined)
      ? null
      : size
  })
  const [width = null, height = null] = sizes
  if (width === null || height === null) return width === 0 || height === 0
  return (width <= PIXEL_SIZE && height <= PIXEL_SIZE) || width === 0 || height === 0
}

const HIDING = /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)/i

function isHidden(image: Element): boolean {
  for (let at: Element | null = image; at !== null; at = at.parentElement) {
    if (at.hasAttribute('hidden') || HIDING.test(at.getAttribute('style') ?? '')) return true
  }
  return false
}
