/** How long after `g` the second key of `g i` is waited for. */
export const SEQUENCE_MS = 1500

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Escape: 'escape',
  Delete: 'delete',
  ' ': 'space',
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * What was pressed, as commands write it: `shift+i`, `mod+enter`, `#`. Letters go by the character where the layout is
 * Latin and by position elsewhere, so that `J` works on a Russian keyboard; signs go by the character on every layout,
 * without shift. `mod` is Ctrl, and ⌘ on a Mac. Null for a modifier alone.
 */
export function chordOf(event: Pressed, isMac: boolean): string | null {
  const { key, code } = event
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', 'Unidentified'].includes(key)) return null
  const parts: string[] = []
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('mod')
  if (isMac && event.ctrlKey) parts.push('ctrl')
  if (!isMac && event.metaKey) return null
  const letter = letterOf(key, code)
  const isSign = letter === null && key.length === 1 && key !== ' '
  // AltGr types signs on many layouts (Ctrl and Alt both down): the sign counts, not the modifiers.
  if (isSign && event.ctrlKey && event.altKey) return key
  if (event.altKey) parts.push('alt')
  if (event.shiftKey && !isSign) parts.push('shift')
  // With Ctrl, Shift+7 gives "/" or "7" by layout: the digit's position is what is meant.
  const digit = parts.includes('mod') && event.shiftKey ? /^Digit(\d)$/.exec(code)?.[1] : undefined
  if (digit !== undefined) return [...parts, 'shift', digit].join('+')
  return [...parts, letter ?? NAMES[key] ?? key.toLowerCase()].join('+')
}

function letterOf(key: string, code: string): string | null {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  if (/^\p{L}$/u.test(key)) return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? null
  return null
}

/** Whether a chord works while single keys are off, or while something is being typed. */
export const hasModifier = (chord: string): boolean =>
  /^(?:mod|alt|ctrl)\+/.test(chord) || /^(?:shift\+)?f\d+$/.test(chord)

/** Keys that are not characters: they work with single keys turned off. */
const isNamed = (chord: string): boolean =>
  /^(?:shift\+)?(?:enter|escape|delete|up|down|left|right|home|end|pageup|pagedown|tab)$/.test(chord)

/** Whether a chord may act here. */
export function mayAct(chord: string, where: { typing: boolean; singleKeys: boolean }): boolean {
  if (hasModifier(chord)) return true
  // Escape is no letter: it leaves what is being written, as everywhere.
  if (where.typing) return chord === 'escape'
  return where.singleKeys || isNamed(chord)
}

/** A chord or sequence for people: `Ctrl+Shift+7`, `G then I`. */
export function chordText(keys: string, isMac: boolean): string[] {
  return keys.split(' ').map((chord) =>
    chord
      .split(/\+(?=.)/)
      .map((part) => partText(part, isMac))
      .join(isMac ? '' : '+'),
  )
}

const MAC: Readonly<Record<string, string>> = { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃' }
const PLAIN: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  escape: 'Esc',
  delete: 'Del',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: 'Enter',
  space: 'Space',
  home: 'Home',
  end: 'End',
}

const partText = (part: string, isMac: boolean): string =>
  (isMac ? MAC[part] : undefined) ??
  PLAIN[part] ??
  (part.length === 1 ? part.toUpperCase() : part.replace(/^f(\d)/, 'F$1'))

export const isMac = (): boolean => /mac/i.test(navigator.platform)
