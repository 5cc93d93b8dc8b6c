/** A range of whole numbers, both ends inclusive. */
export interface Levels {
  readonly min: number
  readonly max: number
}

/** Words of the privacy index (UI.md section 4) and of importance (section 5), with what they stand for. */
export const privacyWords: ReadonlyMap<string, Levels> = new Map([
  ['exposed', { min: 0, max: 24 }],
  ['limited', { min: 25, max: 49 }],
  ['good', { min: 50, max: 74 }],
  ['strong', { min: 75, max: 100 }],
])
export const importanceWords: ReadonlyMap<string, Levels> = new Map([
  ['noise', { min: -10, max: -4 }],
  ['low', { min: -3, max: 1 }],
  ['normal', { min: 2, max: 5 }],
  ['high', { min: 6, max: 10 }],
])

const comparison = /^(<=|>=|<|>|=)?([+-]?\d{1,6})$/
const between = /^([+-]?\d{1,6})(?:\.\.|…)([+-]?\d{1,6})$/

/** `<25`, `>=50`, `30`, `-3..10` or one of the words; null if it is none. A range of which nothing is left is one. */
export function parseLevels(text: string, words: ReadonlyMap<string, Levels>, scale: Levels): Levels | null {
  const value = text.toLowerCase().replaceAll('−', '-')
  const named = words.get(value)
  if (named !== undefined) return named
  const range = between.exec(value)
  if (range !== null) {
    const ends = [Number(range[1]), Number(range[2])]
    return { min: Math.min(...ends), max: Math.max(...ends) }
  }
  const match = comparison.exec(value)
  if (match === null) return null
  const number = Number(match[2])
  switch (match[1]) {
    case '<':
      return { min: scale.min, max: number - 1 }
    case '<=':
      return { min: scale.min, max: number }
    case '>':
      return { min: number + 1, max: scale.max }
    case '>=':
      return { min: number, max: scale.max }
    default:
      return { min: number, max: number }
  }
}
