/** Below this a picture shows nothing to a person; CSS pixels. */
const pixelSize = 3

const hiding = /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)/i

export type Attributes = ReadonlyMap<string, string>

export const isHidden = (attributes: Attributes): boolean =>
  attributes.has('hidden') || hiding.test(attributes.get('style') ?? '')

/** A picture of no size, or of so little that nobody sees it. */
export function isPixel(attributes: Attributes): boolean {
  const width = sizeOf(attributes, 'width')
  const height = sizeOf(attributes, 'height')
  if (width === null || height === null) return width === 0 || height === 0
  return (width <= pixelSize && height <= pixelSize) || width === 0 || height === 0
}

const styled = {
  width: /(?:^|[;\s])(?:max-)?width\s*:\s*([\d.]+)(?:px)?\s*(?:!|;|$)/i,
  height: /(?:^|[;\s])(?:max-)?height\s*:\s*([\d.]+)(?:px)?\s*(?:!|;|$)/i,
} as const

function sizeOf(attributes: Attributes, side: 'width' | 'height'): number | null {
  const style = attributes.get('style')
  const inStyle = style === undefined ? undefined : styled[side].exec(style)?.[1]
  const attribute = attributes.get(side) ?? ''
  if (inStyle === undefined && attribute.includes('%')) return null
  const size = Number.parseFloat(inStyle ?? attribute)
  return Number.isNaN(size) ? null : size
}
