import { toProblem } from '../../defs/index.ts'
import { limits } from './limits.ts'

const kept = 'It is kept whole; save its source to open it elsewhere.'
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

export const tooBig = (bytes: number): string =>
  `This message has ${megabytes(bytes)}, more than the ${megabytes(limits.parsedBytes)} that can be shown. ${kept}`

/** What stopped the parser, for a person. */
export function explain(thrown: unknown): string {
  const { details, message } = toProblem(thrown)
  if (details === undefined) return message
  if (/child nodes/i.test(details)) return `This message has more than ${limits.parts} parts. ${kept}`
  if (/header size/i.test(details)) return `A part of this message has a header of more than 1 MB. ${kept}`
  return `The body of this message cannot be read (${details}). ${kept}`
}
