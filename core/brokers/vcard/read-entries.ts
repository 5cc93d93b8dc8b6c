import { type Contact, contactLimits } from '../../defs/index.ts'
import { pictureType, readBinary } from './binary.ts'
import { type Reading, readEntry } from './entries.ts'
import { leftOver } from './kept.ts'
import { readKey, usualType } from './keys.ts'
import * as kinds from './kinds.ts'
import type { Property } from './property.ts'

export function readSocial(property: Property, reading: Reading): Contact['socials'][number] | null {
  const entry = readEntry(kinds.social, property, reading)
  if (entry === null) return null
  const own = kinds.socialProperties[property.name] ?? ''
  const said = property.parameters['service-type']?.[0]?.trim().toLowerCase().slice(0, 100).trim()
  if (own !== '' || said !== undefined) return { ...entry, service: own || (said ?? '') }
  const service = entry.types.find((word) => word !== 'home' && word !== 'work') ?? ''
  return { ...entry, types: entry.types.filter((word) => word !== service), service }
}

export function readDateEntry(property: Property, reading: Reading): Contact['dates'][number] | null {
  const kind = kinds.dateProperties[property.name] ?? 'other'
  const entry = readEntry(kinds.date(kind), property, reading)
  if (entry === null) return null
  const { date, label, written } = entry
  const { parameters } = reading.files.property(property)
  const plain = Object.keys(parameters).length === 0
  return { kind, date, label, written: plain ? written : { ...(written ?? kinds.nothingKept), parameters } }
}

/** Null: a link, or nothing that we know. */
export function readKeyEntry(property: Property, { files }: Reading): Contact['keys'][number] | null {
  const fields = readKey(property)
  if (fields === null) return null
  const { type = [], encoding: _, ...others } = property.parameters
  const left = type.filter((word) => word.toUpperCase() !== usualType(fields.kind))
  const parameters = left.length > 0 ? { ...others, type: left } : others
  const kept = files.property({ ...property, name: '', parameters, value: '' })
  return {
    ...fields,
    addresses: [],
    expiresAtMs: null,
    source: 'vcard',
    verified: 'no',
    addedAtMs: 0,
    written: leftOver({ ...kept, value: null }),
  }
}

/** Null: a link, no bytes, or more of them than a picture of a contact may have. */
export function readPhoto(property: Property, { files }: Reading): Contact['photo'] {
  const binary = readBinary(property)
  if (binary === null || binary.bytes.length === 0 || binary.bytes.length > contactLimits.photoBytes) return null
  const { type: words = [], encoding: _, ...others } = property.parameters
  const said = binary.type || (words[0]?.includes('/') === true ? words[0] : words[0] && `image/${words[0]}`) || ''
  const type = pictureType(binary.bytes) ?? (isPicture(said) ? said.toLowerCase() : 'application/octet-stream')
  const usual = type.replace('image/', '').toUpperCase()
  const differs = words.some((word) => word.toUpperCase() !== usual)
  const parameters = differs ? { ...others, type: words } : others
  const kept = files.property({ ...property, name: '', value: '', parameters })
  return {
    blob: files.keep(binary.bytes),
    type,
    sizeBytes: binary.bytes.length,
    written: leftOver({ ...kept, value: null }),
  }
}

/** What a file says of its bytes is believed as far as it can do no harm. */
const isPicture = (type: string): boolean => /^image\/[a-z0-9.+-]{1,100}$/i.test(type)
