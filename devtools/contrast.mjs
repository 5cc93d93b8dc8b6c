// Contrast of the colour pairs in renderer/tokens.css, in both themes: node devtools/contrast.mjs [-v]
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for controls, glyphs and focus. */
const forText = 4.5
const forControls = 3

const themes = ['light', 'dark']
const on = (foregrounds, backgrounds, least) =>
  foregrounds.split(' ').flatMap((front) => backgrounds.split(' ').map((back) => ({ front, back, least })))

/** Every pair that the window puts on one another. */
export const pairs = [
  ...on(
    'text text-2 text-3',
    'canvas surface surface-2 surface-3 overlay hover selected hover-canvas accent-soft',
    forText,
  ),
  ...on('accent-text', 'canvas surface surface-2 surface-3 overlay selected accent-soft hover', forText),
  ...on('on-accent', 'accent accent-hover', forText),
  ...on('on-compose', 'compose', forText),
  ...on('on-danger', 'danger', forText),
  ...on('on-mark', 'mark', forText),
  ...on('on-toast', 'toast', forText),
  ...on('paper-text', 'paper', forText),
  ...on('technic context comportment ok warn danger', 'surface surface-2 overlay', forText),
  ...['technic', 'context', 'comportment', 'ok', 'warn', 'danger'].flatMap((name) => on(name, `${name}-soft`, forText)),
  ...on('text text-2', 'technic-soft context-soft comportment-soft ok-soft warn-soft danger-soft', forText),
  ...[0, 1, 2, 3, 4, 5, 6].flatMap((hue) => on(`on-av-${hue}`, `av-${hue}`, forText)),
  ...on('warn danger ok', 'selected hover canvas', forControls),
  ...on('line-strong', 'surface surface-2 overlay', forControls),
  ...on('focus', 'canvas surface surface-2 overlay selected', forControls),
  ...on('accent', 'canvas surface surface-3 selected', forControls),
  ...on('tag-blue tag-brown', 'canvas surface surface-3 overlay selected', forControls),
]

/** The value of each token in light and dark, from the text of the style sheet. */
export function readTokens(css) {
  const tokens = new Map()
  const declaration = /--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));/g
  for (const [, name, light, dark, both] of css.split('@media')[0].matchAll(declaration)) {
    tokens.set(name, [light ?? both, dark ?? both])
  }
  return tokens
}

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour) {
  const channel = (at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

export function ratio(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

/** Each pair in each theme with its ratio; a token that is missing throws. */
export function measure(tokens) {
  const colourOf = (name, theme) => {
    const value = tokens.get(name)?.[theme]
    if (!value) throw new Error(`There is no colour --${name} in renderer/tokens.css.`)
    return value
  }
  return pairs.flatMap(({ front, back, least }) =>
    themes.map((theme, at) => ({ theme, front, back, least, ratio: ratio(colourOf(front, at), colourOf(back, at)) })),
  )
}

export const tokensFile = new URL('../renderer/tokens.css', import.meta.url)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const measured = measure(readTokens(readFileSync(tokensFile, 'utf8')))
  const low = measured.filter((pair) => pair.ratio < pair.least)
  const shown = process.argv.includes('-v') ? measured : low
  for (const { theme, front, back, ratio: value, least } of shown) {
    console.log(`${theme} ${front} on ${back}: ${value.toFixed(2)} (at least ${least})`)
  }
  console.log(`${measured.length} pairs, ${low.length} too low`)
  process.exitCode = low.length > 0 ? 1 : 0
}
