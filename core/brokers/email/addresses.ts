import type { Participant } from '../../defs/index.ts'
import { limits } from './limits.ts'
import { oneLine } from './readable.ts'

/** What the parser gives for one entry of an address header. */
export interface ParsedAddress {
  readonly name: string
  readonly address?: string | undefined
  readonly group?: readonly ParsedAddress[] | undefined
}

/**
 * People of one header. Addresses keep their case and +tag; groups (RFC 5322 section 3.4) give their members, an empty
 * one (`undisclosed-recipients:;`) gives nobody.
 */
export function participantsOf(type: Participant['type'], parsed: readonly ParsedAddress[]): Participant[] {
  const people: Participant[] = []
  const seen = new Set<string>()
  for (const entry of flatten(parsed)) {
    const person = toParticipant(type, entry)
    const key = `${person?.address}\n${person?.address === '' ? person.label : ''}`
    if (person === null || seen.has(key)) continue
    seen.add(key)
    people.push(person)
    if (people.length >= limits.participants) break
  }
  return people
}

function* flatten(parsed: readonly ParsedAddress[]): Generator<ParsedAddress> {
  for (const entry of parsed) {
    if (entry.group === undefined) yield entry
    else for (const member of entry.group) if (member.group === undefined) yield member
  }
}

function toParticipant(type: Participant['type'], entry: ParsedAddress): Participant | null {
  const name = oneLine(entry.name ?? '', 500)
  const address = oneLine(entry.address ?? '', 320).replace(/^<|>$/g, '')
  // a local user name without a domain arrives as a name (`From: root`)
  if (address === '' && /^[\w.+-]+$/.test(name)) return { type, address: name, label: '' }
  if (address === '' && (name === '' || type !== 'from')) return null
  return { type, address, label: name === address ? '' : name.replace(/^'(.*)'$/, '$1') }
}
