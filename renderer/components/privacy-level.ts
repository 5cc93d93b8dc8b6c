import type { PrivacyIndex } from '../../core/defs/index.ts'

/** What a score is called everywhere (doc/privacy-index.md): of a facet, of a message, of a person, of a discussion. */
export type PrivacyWord = 'exposed' | 'limited' | 'good' | 'strong'

/** Where each word begins; the number of the last one reached is the number of lit pips. */
const begins: readonly (readonly [from: number, word: PrivacyWord])[] = [
  [1, 'exposed'],
  [25, 'limited'],
  [50, 'good'],
  [75, 'strong'],
]

/** 0..4: how many pips of its column a facet lights. */
export const pipsOf = (score: number): number => begins.filter(([from]) => score >= from).length

/** The word of a score; none is lit at 0, which is exposed all the same. */
export const privacyWord = (score: number): PrivacyWord => begins.findLast(([from]) => score >= from)?.[1] ?? 'exposed'

/** In the order of the glyph's columns. */
export const facets = ['technic', 'context', 'comportment'] as const satisfies readonly (keyof PrivacyIndex)[]
