import { limits } from './limits.ts'
import { type LogicalLine, logicalLines } from './logical-lines.ts'

/** The lines of one card, BEGIN and END left out. `ended`: its END was there. */
export interface CutCard {
  readonly lines: readonly LogicalLine[]
  /** where it begins, from 1 */
  readonly line: number
  readonly ended: boolean
}

export interface CutProblem {
  readonly line: number
  readonly message: string
}

export interface Cut {
  readonly cards: readonly CutCard[]
  readonly problems: readonly CutProblem[]
  /** what has been read of the text, and the line that the rest begins at */
  readonly consumed: number
  readonly nextLine: number
}

/** Cuts a piece of a file into cards. Unless it is the last piece, a card that does not end in it is left for the next. */
export function cutCards(text: string, firstLine: number, last: boolean): Cut {
  const cutter = new Cutter(firstLine)
  for (const line of logicalLines(text, firstLine)) {
    // the last line of a piece, and a break of two characters, may go on in the next one
    const whole = /^end:vcard\s*$/i.test(line.bytes) && !text.endsWith('\r')
    if (line.end === text.length && !last && !whole) break
    cutter.take(line, text)
    if (cutter.cards.length >= limits.sliceCards) break
  }
  if (last && cutter.cards.length < limits.sliceCards) cutter.finish(text)
  const { cards, problems, consumed, nextLine } = cutter
  return { cards, problems, consumed, nextLine }
}

class Cutter {
  readonly cards: CutCard[] = []
  readonly problems: CutProblem[] = []
  consumed = 0
  nextLine: number
  #open: { line: number; lines: LogicalLine[]; nested: LogicalLine[] | null; dropped: number } | null = null
  #strange = false

  constructor(firstLine: number) {
    this.nextLine = firstLine
  }

  take(line: LogicalLine, text: string): void {
    const mark = /^\s*(begin|end)\s*:\s*vcard\s*$/i.exec(line.bytes)?.[1]?.toLowerCase()
    const open = this.#open
    if (open?.nested != null) {
      open.nested.push(line)
      if (mark === 'end') this.#closeNested(open.nested)
    } else if (mark === 'begin') this.#begin(line)
    else if (open === null) this.#outside(line, mark, text)
    else if (mark === 'end') this.#close(line.end, this.#lineAfter(line, text), true)
    else if (open.lines.length < limits.lines) open.lines.push(line)
    else open.dropped++
  }

  /** The file ends here. */
  finish(text: string): void {
    if (this.#open !== null) this.#close(text.length, this.nextLine, false)
    this.consumed = text.length
  }

  #begin(line: LogicalLine): void {
    if (this.#open !== null) {
      // vCard 2.1 puts the card of an AGENT inside
      if (/^agent\s*(;[^:]*)?:\s*$/i.test(this.#open.lines.at(-1)?.bytes ?? '')) {
        this.#open.nested = [line]
        return
      }
      this.#close(line.start, line.number, false)
    }
    this.#done(line.start, line.number)
    this.#strange = false
    this.#open = { line: line.number, lines: [], nested: null, dropped: 0 }
  }

  #closeNested(nested: readonly LogicalLine[]): void {
    const open = this.#open
    const agent = open?.lines.pop()
    if (open === null || agent === undefined) return
    // as 3.0 has it (RFC 2426 3.5.4): the card as one value
    const value = nested.map(({ bytes }) => bytes.replace(/[\\;,]/g, (character) => `\\${character}`)).join('\\n')
    open.lines.push({ ...agent, bytes: `${agent.bytes}${value}`, end: nested.at(-1)?.end ?? agent.end })
    open.nested = null
  }

  #close(end: number, nextLine: number, ended: boolean): void {
    const open = this.#open
    if (open === null) return
    // an inner card that never ends is the outer one's loss alone
    const lines = open.nested === null ? open.lines : [...open.lines, ...open.nested]
    this.cards.push({ line: open.line, lines, ended })
    if (!ended) this.#tell(open.line, `The card that begins here never ends. What stands in it was read.`)
    if (open.dropped > 0) {
      this.#tell(open.line, `This card has more than ${limits.lines} lines. The last ${open.dropped} were left out.`)
    }
    this.#open = null
    this.#done(end, nextLine)
  }

  #outside(line: LogicalLine, mark: string | undefined, text: string): void {
    if (line.bytes.trim() !== '' && !this.#strange) {
      this.#strange = true
      const what = mark === 'end' ? 'A card ends here that never began.' : 'This stands outside of any card.'
      this.#tell(line.number, `${what} It was passed over.`)
    }
    this.#done(line.end, this.#lineAfter(line, text))
  }

  #tell(line: number, message: string): void {
    if (this.problems.length < limits.problems) this.problems.push({ line, message })
  }

  #done(end: number, nextLine: number): void {
    this.consumed = end
    this.nextLine = nextLine
  }

  #lineAfter(line: LogicalLine, text: string): number {
    return line.number + (text.slice(line.start, line.end).match(/\r\n|\n|\r/g)?.length ?? 0)
  }
}
