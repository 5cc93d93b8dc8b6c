import { type ContactOrganisation, contactLimits, type VcardProperty } from '../../defs/index.ts'
import { type Codec, organisationCodec, textCodec } from './codecs.ts'
import { type Reading, usableValue, without } from './entries.ts'
import { leftOver, writtenValue } from './kept.ts'
import type { Property, Version } from './property.ts'

const line = textCodec(contactLimits.line)
export const organisationProperties = ['org', 'title', 'role'] as const
type Part = (typeof organisationProperties)[number]

/**
 * ORG, TITLE and ROLE stand apart in a vCard. Those of one group belong together (RFC 6350 3.3); of those without, the first
 * of each, the second of each, and so on.
 */
export function readOrganisations(
  properties: readonly Property[],
  reading: Reading,
): { organisations: ContactOrganisation[]; unread: Property[] } {
  const unread: Property[] = []
  const found = properties.flatMap((property) => {
    const part = readPart(property, reading)
    if (part.length === 0) unread.push(property)
    return part
  })
  const rows: { group: string; parts: Map<Part, (typeof found)[number]> }[] = []
  for (const one of found) {
    const fits = (row: (typeof rows)[number]) => row.group === one.group && !row.parts.has(one.part)
    const row = rows.find(fits)
    if (row === undefined) rows.push({ group: one.group, parts: new Map([[one.part, one]]) })
    else row.parts.set(one.part, one)
  }
  const organisations = rows.map(({ parts, group }) => {
    const binding = bindsOthers(group, parts.size, reading) ? group : ''
    const text = (part: Part) => parts.get(part)?.fields.name ?? ''
    return {
      name: text('org'),
      department: parts.get('org')?.fields.department ?? '',
      title: text('title'),
      role: text('role'),
      written: Object.fromEntries(
        [...parts].flatMap(([part, { kept }]) => {
          const left = leftOver({ ...kept, group: binding })
          return left === null ? [] : [[part, left]]
        }),
      ),
    }
  })
  return { organisations, unread }
}

interface FoundPart {
  readonly part: Part
  readonly group: string
  readonly fields: { readonly name: string; readonly department: string }
  readonly kept: VcardProperty
}

function readPart(property: Property, reading: Reading): FoundPart[] {
  const part = organisationProperties.find((name) => name === property.name)
  if (part === undefined) return []
  const fields = decodePart(part, property)
  if (fields === null) return []
  const label = reading.labelOf(property)
  const said = encodePart(part, fields, reading.version) === property.value
  const kept = reading.files.property(
    { ...property, name: '', value: said ? '' : property.value },
    { label: label.written ?? (label.text || null) },
  )
  return [{ part, group: property.group.toLowerCase(), fields, kept: said ? { ...kept, value: null } : kept }]
}

/** Whether a group ties more together than one organisation. */
function bindsOthers(group: string, parts: number, reading: Reading): boolean {
  return group !== '' && reading.membersOf(group) > parts
}

function decodePart(part: Part, property: Property): FoundPart['fields'] | null {
  if (part === 'org') return organisationCodec.decode(property)
  const name = line.decode(property)
  return name === null ? null : { name, department: '' }
}

const encodePart = (part: Part, fields: FoundPart['fields'], version: Version): string =>
  part === 'org' ? organisationCodec.encode(fields, version) : line.encode(fields.name, version)

export interface Writing {
  readonly version: Version
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/** Without a group where the order alone says what belongs together, else with one each: `groupFor` makes a fresh name. */
export function writeOrganisations(
  organisations: readonly ContactOrganisation[],
  writing: Writing,
  groupFor: () => string,
): { properties: Property[]; labels: { group: string; label: string }[] } {
  const rows = organisations.map((organisation) => partsOf(organisation, writing))
  const inOrder = organisationProperties.every((part) => {
    const there = rows.map((row) => row.some((property) => property.name === part))
    return there.every((has, i) => !has || i === 0 || there[i - 1] === true)
  })
  const labels: { group: string; label: string }[] = []
  const properties = rows.flatMap((row, i) => {
    const kept = Object.values(organisations[i]?.written ?? {})
    const label = kept.find((one) => one.label !== null)?.label ?? null
    const own = kept.find(({ group }) => group !== '')?.group ?? ''
    const group = own !== '' ? own : inOrder && label === null ? '' : groupFor()
    if (label !== null) labels.push({ group, label })
    return row.map((property) => ({ ...property, group }))
  })
  return { properties, labels }
}

function partsOf(organisation: ContactOrganisation, { version, blobs }: Writing): Property[] {
  return organisationProperties.flatMap((part) => {
    const fields =
      part === 'org'
        ? { name: organisation.name, department: organisation.department }
        : { name: organisation[part], department: '' }
    if (fields.name === '' && fields.department === '') return []
    const kept = organisation.written[part]
    const raw = writtenValue(kept, blobs)
    const codec: Codec<FoundPart['fields']> = {
      decode: (property) => decodePart(part, { ...property, group: '', line: 0 }),
      encode: (said, to) => encodePart(part, said, to),
    }
    const parameters = kept?.parameters ?? {}
    const usable = raw === null ? null : usableValue(codec, { name: part, parameters, value: raw }, fields, version)
    return [
      {
        name: part,
        group: '',
        parameters: usable === null ? without(parameters, 'value') : parameters,
        value: usable ?? encodePart(part, fields, version),
        line: 0,
      },
    ]
  })
}
