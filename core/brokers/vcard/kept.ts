import { createHash } from 'node:crypto'
import { contactLimits, type VcardProperty } from '../../defs/index.ts'
import type { Property } from './property.ts'

/** Bytes that are kept beside a record: pictures, and values that are too long to stand in it. */
export interface CardFile {
  /** SHA-256, lower-case hex */
  readonly hash: string
  readonly bytes: Uint8Array
}

export function cardFile(bytes: Uint8Array): CardFile {
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes }
}

/** Collects the files of a card while its properties are read. */
export class Files {
  readonly list: CardFile[] = []

  keep(bytes: Uint8Array): string {
    const file = cardFile(bytes)
    if (!this.list.some(({ hash }) => hash === file.hash)) this.list.push(file)
    return file.hash
  }

  /** A property as it was written. */
  property(property: Property, files: { readonly label?: string | null } = {}): VcardProperty {
    const { name, group, parameters, value } = property
    const long = value.length > contactLimits.extraText
    return {
      name,
      group,
      parameters: bounded(parameters),
      value: long ? null : value,
      blob: long ? this.keep(Buffer.from(value)) : null,
      label: files.label ?? null,
    }
  }
}

/** Parameters within the bounds of a record: what is longer is no parameter of a real card. */
function bounded(parameters: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(parameters)
      .slice(0, 100)
      .map(([name, values]) => [name, values.slice(0, 100).map((value) => value.slice(0, contactLimits.link))]),
  )
}

/** What is left to keep when the fields say the rest; null: nothing. */
export function leftOver(kept: VcardProperty): VcardProperty | null {
  const { name, group, parameters, value, blob, label } = kept
  const nothing = name === '' && group === '' && value === null && blob === null && label === null
  return nothing && Object.keys(parameters).length === 0 ? null : kept
}

/** The value as it was written, from the record or its blob; null when the fields say it, or the blob is lost. */
export function writtenValue(
  kept: VcardProperty | null | undefined,
  blobs: ReadonlyMap<string, Uint8Array>,
): string | null {
  if (!kept) return null
  if (kept.blob === null) return kept.value
  const bytes = blobs.get(kept.blob)
  return bytes === undefined ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
