import type { VcardProperty } from '../../defs/index.ts'
import type { Codec } from './codecs.ts'
import { type Files, leftOver, writtenValue } from './kept.ts'
import type { Property, Version } from './property.ts'

/** What every entry has besides its own fields. */
export interface Labelled {
  readonly label: string
  readonly types: string[]
  readonly preferred: boolean
  readonly written: VcardProperty | null
}

export interface EntryKind<T> {
  readonly codec: Codec<T>
  /** the property that it is written as, unless it came as another */
  readonly name: (version: Version) => string
}

/** What a card is read with: its version, its files, and the labels of its groups. */
export interface Reading {
  readonly version: Version
  readonly files: Files
  labelOf(property: Property): Label
  /** properties of a group, its label left out */
  membersOf(group: string): number
}

export interface Label {
  /** as it is shown */
  readonly text: string
  /** as it was written, where that is another */
  readonly written: string | null
  /** what binds the property to others that are not its label; '' when nothing does */
  readonly group: string
}

/** A property -> an entry; null when the codec does not know it. `hidden`: parameters that the fields say. */
export function readEntry<T extends object>(
  kind: EntryKind<T>,
  property: Property,
  reading: Reading,
  hidden: readonly string[] = [],
): (T & Labelled) | null {
  const fields = kind.codec.decode(property)
  if (fields === null) return null
  const { types, preferred, rest } = readTypes(property.parameters)
  const label = reading.labelOf(property)
  const said = kind.codec.encode(fields, reading.version) === property.value
  const kept = reading.files.property(
    {
      ...property,
      name: property.name === kind.name(reading.version) ? '' : property.name,
      group: label.group,
      parameters: Object.fromEntries(Object.entries(rest).filter(([name]) => !hidden.includes(name))),
      value: said ? '' : property.value,
    },
    { label: label.written },
  )
  const written = leftOver(said ? { ...kept, value: null } : kept)
  return { ...fields, label: label.text, types, preferred, written }
}

/** TYPE and PREF, as 3.0 (RFC 2426 3.2.1) and 4.0 (RFC 6350 5.3) say them. */
function readTypes(parameters: Property['parameters']): {
  types: string[]
  preferred: boolean
  rest: Property['parameters']
} {
  const { type = [], pref, ...others } = parameters
  const words = [...new Set(type.flatMap((word) => word.trim().toLowerCase().slice(0, 100).trim() || []))]
  const first = pref?.[0] === '1'
  return {
    types: words.filter((word) => word !== 'pref').slice(0, 50),
    preferred: words.includes('pref') || first,
    rest: pref === undefined || first ? others : { ...others, pref },
  }
}

/** The property of an entry; its group is given by the writer. */
export function writeEntry<T extends object>(
  kind: EntryKind<T>,
  entry: T & Labelled,
  { version, blobs }: { readonly version: Version; readonly blobs: ReadonlyMap<string, Uint8Array> },
): Property {
  const { written } = entry
  const name = written?.name || kind.name(version)
  const { type: _, ...kept } = written?.parameters ?? {}
  const parameters = { ...writeTypes(entry, version), ...(entry.preferred ? without(kept, 'pref') : kept) }
  const raw = writtenValue(written, blobs)
  const usable = raw === null ? null : usableValue(kind.codec, { name, parameters, value: raw }, entry, version)
  const value = usable ?? kind.codec.encode(entry, version)
  // a URI is said to be one only where it is one
  const plain = usable === null && parameters['value'] !== undefined && raw !== null
  return {
    name,
    group: written?.group ?? '',
    parameters: plain ? without(parameters, 'value') : parameters,
    value,
    line: 0,
  }
}

/** The value as it was written, if it still says what the fields say. */
export function usableValue<T>(
  codec: Codec<T>,
  kept: Pick<Property, 'name' | 'value' | 'parameters'>,
  fields: T,
  version: Version,
): string | null {
  const value = codec.convert === undefined ? kept.value : codec.convert(kept.value, version)
  if (value === null) return null
  const decoded = codec.decode({ ...kept, value })
  return decoded !== null && says(decoded, fields) ? value : null
}

/** Fields may have more to say than one property. */
function says(decoded: unknown, fields: unknown): boolean {
  if (typeof decoded !== 'object' || Array.isArray(decoded)) return JSON.stringify(decoded) === JSON.stringify(fields)
  return Object.entries(Object(decoded)).every(([key, said]) => said === Reflect.get(Object(fields), key))
}

export function without(parameters: Property['parameters'], name: string): Property['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name))
}

function writeTypes(
  { types, preferred }: Pick<Labelled, 'types' | 'preferred'>,
  version: Version,
): Property['parameters'] {
  const words = preferred && version === '3.0' ? [...types, 'pref'] : types
  return {
    ...(words.length > 0 ? { type: words } : {}),
    ...(preferred && version === '4.0' ? { pref: ['1'] } : {}),
  }
}
