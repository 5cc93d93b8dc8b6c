import type { Component, FileView } from '../component.ts'
import { lookInside } from './archives.ts'
import { endOf, hasDoubleEnd, macroEnds, pageEnds, plainEnds, programEnds, turnsAround } from './names.ts'
import { type RealType, realType, signatureBytes } from './real-type.ts'

/** Files that are named in the finding. */
const named = 8

/** Attachments that may do something when they are opened: `2 program disguised`, by their place among the attachments. */
export const files: Component = {
  name: 'files',
  version: 1,
  reads: ['files'],
  yields: { files: 'body' },
  limits: { timeMs: 2_000, chars: 0 },
  run(mail) {
    const risky = mail.files.flatMap((file, index) => {
      const reasons = risksOf(file)
      return reasons.length === 0 ? [] : [`${index} ${reasons.join(' ')}`]
    })
    return risky.length === 0 ? {} : { files: risky.slice(0, named) }
  },
}

function risksOf(file: FileView): string[] {
  const type = realType(file.head(signatureBytes))
  const end = endOf(file.name)
  const inside = lookInside(type, file)
  const reasons: (string | false)[] = [
    (programEnds.has(end) || type === 'program') && 'program',
    (pageEnds.has(end) || type === 'page' || file.type === 'text/html') && 'page',
    isDisguised(type, end) && 'disguised',
    hasDoubleEnd(file.name) && 'double-end',
    turnsAround(file.name) && 'turned-name',
    (macroEnds.has(end) || inside.macros) && 'macros',
    inside.locked && 'locked',
    inside.program && !programEnds.has(end) && 'program-inside',
  ]
  return reasons.filter((reason) => reason !== false)
}

const containers = new Set<RealType>(['program', 'script', 'page', 'zip', 'archive', 'ole'])

/** Named as a picture, a sound, a text or a PDF, and something that does more than those. */
function isDisguised(type: RealType, end: string): boolean {
  if (type === 'program') return end !== '' && !programEnds.has(end) && end !== 'bin' && end !== 'so' && end !== 'o'
  return containers.has(type) && plainEnds.has(end) && !(type === 'script' && end === 'txt')
}
