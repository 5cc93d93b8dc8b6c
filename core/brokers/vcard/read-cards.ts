import type { CardContact, CardPlace } from '../../ports.ts'
import { type CutCard, cutCards } from './cut-cards.ts'
import type { CardFile } from './kept.ts'
import { limits } from './limits.ts'
import { toE164 } from './phones.ts'
import { type Property, readProperty, type Version } from './property.ts'
import { readCard } from './read-card.ts'
import { openWindow } from './window.ts'

export interface CardsRead {
  readonly cards: readonly { readonly card: CardContact; readonly line: number; readonly files: readonly CardFile[] }[]
  /** `card`: by its place in `cards`; null when it belongs to none */
  readonly problems: readonly CardProblem[]
  readonly next: CardPlace | null
}

interface CardProblem {
  readonly card: number | null
  readonly line: number
  readonly message: string
}

/** The next cards of a file, as many as are read at once. Never throws for what the file contains. */
export function readCards(file: Uint8Array, place: CardPlace, country: string | null): CardsRead {
  for (let sizeBytes: number = limits.sliceBytes; ; sizeBytes *= 2) {
    const window = openWindow(file, place.offset, sizeBytes)
    const cut = cutCards(window.text, place.line, window.last)
    if (cut.consumed === 0 && !window.last) {
      if (sizeBytes < limits.cardBytes) continue
      return tooLarge(window.text, window.consumed(window.text.length), place)
    }
    const offset = window.consumed(cut.consumed)
    const done = window.last && cut.consumed >= window.text.length
    const cards: OneCard[] = []
    const problems: CardProblem[] = []
    for (const one of cut.cards) {
      const { contact, told } = readOne(one, country)
      const card = contact === null ? null : cards.push(contact) - 1
      const ofCut = cut.problems.filter(({ line }) => line === one.line)
      for (const problem of [...ofCut, ...told]) problems.push({ card, ...problem })
    }
    const begun = new Set(cut.cards.map(({ line }) => line))
    for (const problem of cut.problems) if (!begun.has(problem.line)) problems.push({ card: null, ...problem })
    return {
      cards,
      problems: problems.toSorted((a, b) => a.line - b.line).slice(0, limits.problems),
      next: done ? null : { offset, line: cut.nextLine },
    }
  }
}

function tooLarge(text: string, offset: number, place: CardPlace): CardsRead {
  const message = `The card that begins here has more than ${limits.cardBytes / 1024 / 1024} MB. It was left out; the file still has it.`
  const lines = text.match(/\r\n|\n|\r/g)?.length ?? 0
  return {
    cards: [],
    problems: [{ card: null, line: place.line, message }],
    next: { offset, line: place.line + lines },
  }
}

type OneCard = CardsRead['cards'][number]
type Told = Omit<CardProblem, 'card'>

function readOne(cut: CutCard, country: string | null): { contact: OneCard | null; told: Told[] } {
  const told: Told[] = []
  const tell = (line: number, message: string): void => {
    if (told.length < limits.problems) told.push({ line, message })
  }
  const version = versionOf(cut)
  const properties: Property[] = []
  let fallback: number | null = null
  for (const line of cut.lines) {
    if (line.bytes.trim() === '') continue
    const read = readProperty(line, version === '2.1')
    if (read.problem !== null) tell(line.number, read.problem)
    if (read.fallback) fallback ??= line.number
    if (read.property !== null) properties.push(read.property)
  }
  if (fallback !== null) tell(fallback, 'This is not UTF-8 and names no other charset. It was read as Windows-1252.')
  if (!properties.some(({ name, value }) => !saysNothing.includes(name) && /[^;]/.test(value))) {
    tell(cut.line, 'There is nothing in this card. It was left out.')
    return { contact: null, told }
  }
  const as: Version = version === '4.0' ? '4.0' : '3.0'
  const { card, files, tooMany } = readCard(properties, as, (number) => toE164(number, country))
  if (tooMany > 0) tell(cut.line, `This card says more than a contact can hold. ${tooMany} lines were left out.`)
  return { contact: { card, line: cut.line, files }, told }
}

const saysNothing: readonly string[] = ['version', 'prodid', 'rev', 'uid']

function versionOf({ lines }: CutCard): string {
  for (const { bytes } of lines.slice(0, 50)) {
    const version = /^version\s*(?:;[^:]*)?:\s*(\S*)/i.exec(bytes)?.[1]
    if (version !== undefined) return version
  }
  return '3.0'
}
