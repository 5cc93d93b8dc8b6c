import type { CardContact } from '../../ports.ts'
import { binaryFor, writeBinary } from './binary.ts'
import { type Codec, imProperties, listCodec, nameCodec } from './codecs.ts'
import { type EntryKind, type Labelled, usableValue, without, writeEntry } from './entries.ts'
import { fold } from './fold.ts'
import { writeHead } from './head.ts'
import { writtenValue } from './kept.ts'
import { writeKey } from './keys.ts'
import * as kinds from './kinds.ts'
import { writtenLabel } from './labels.ts'
import { nameFor } from './naming.ts'
import { type Writing, writeOrganisations } from './organisations.ts'
import type { Property } from './property.ts'
import { escapeText, oneLine } from './text.ts'

/** A contact -> a vCard, lines folded and ended by CRLF (RFC 6350 3.2). */
export function writeCard(contact: CardContact, writing: Writing): string {
  const writer = new CardWriter(contact, writing)
  const lines = writer.properties().map(({ value, ...head }) => fold(`${writeHead(head)}${oneLine(value)}`))
  return `BEGIN:VCARD\r\nVERSION:${writing.version}\r\n${lines.map((line) => `${line}\r\n`).join('')}END:VCARD\r\n`
}

class CardWriter {
  readonly #contact: CardContact
  readonly #writing: Writing
  readonly #taken: ReadonlySet<string>
  /** label of each group that has one */
  readonly #labels = new Map<string, string>()
  readonly #done: Property[] = []
  #groups = 0

  constructor(contact: CardContact, writing: Writing) {
    this.#contact = contact
    this.#writing = writing
    this.#taken = new Set(keptGroups(contact))
  }

  properties(): Property[] {
    this.#writeSingles()
    this.#writeEntries()
    this.#writeOthers()
    for (const [group, label] of this.#labels) {
      this.#done.push({ name: 'x-ablabel', group, parameters: {}, value: escapeText(label), line: 0 })
    }
    return this.#done
  }

  #writeSingles(): void {
    const { name, uid, nicknames, groups, language, timezone, photo } = this.#contact
    const full = nameFor(this.#contact)
    this.#single('uid', uid, kinds.texts.uid)
    this.#writeKind()
    this.#single('fn', full, kinds.texts.fn)
    this.#single('n', name, nameCodec)
    for (const [property, field] of Object.entries(kinds.phonetics)) this.#single(property, name[field], kinds.texts.fn)
    if (nicknames.length > 0) this.#single('nickname', nicknames, listCodec)
    if (groups.length > 0) this.#single('categories', groups, listCodec)
    this.#single('lang', language, kinds.texts.lang)
    this.#single('tz', timezone, kinds.texts.tz)
    if (photo !== null) this.#writePhoto(photo)
  }

  /** A property of which there is one, as it was written while it still says the same. */
  #single<T>(name: string, fields: NoInfer<T>, codec: Codec<T>): void {
    if (fields === '' && name !== 'fn') return
    const { version, blobs } = this.#writing
    const kept = this.#contact.written[name]
    const parameters = kept?.parameters ?? {}
    const raw = writtenValue(kept, blobs)
    const value = raw === null ? null : usableValue(codec, { name, parameters, value: raw }, fields, version)
    this.#push({ name, group: kept?.group ?? '', parameters, value: value ?? codec.encode(fields, version), line: 0 })
  }

  #writeKind(): void {
    const { kind, members, written } = this.#contact
    const { version } = this.#writing
    if (kind !== 'person') {
      const { name = '', value = null } = written['kind'] ?? {}
      const kept = value !== null && kinds.kindOf({ name, value }) === kind ? { name, value } : null
      this.#push({ ...(kept ?? kinds.usualKind(kind, version)), group: '', parameters: {}, line: 0 })
    }
    const name = written['member']?.name || kinds.usualMember(version)
    for (const value of members) this.#push({ name, group: '', parameters: {}, value, line: 0 })
  }

  #writePhoto(photo: NonNullable<CardContact['photo']>): void {
    const bytes = this.#writing.blobs.get(photo.blob)
    if (bytes === undefined) return
    const { version } = this.#writing
    const kept = photo.written?.parameters ?? {}
    const kind = kept['type'] === undefined ? photo.type.replace('image/', '').toUpperCase() : ''
    const { value, parameters } = writeBinary(bytes, { type: photo.type, kind }, version)
    const { value: _, ...others } = kept
    const said = version === '4.0' ? without(others, 'type') : others
    this.#push({
      name: 'photo',
      group: photo.written?.group ?? '',
      parameters: { ...parameters, ...said },
      value,
      line: 0,
    })
  }

  #writeEntries(): void {
    const { emails, phones, ims, socials, postals, urls, dates, organisations } = this.#contact
    for (const entry of emails) this.#entry(kinds.email, entry)
    for (const entry of phones) this.#entry(kinds.phone, entry)
    for (const entry of ims) this.#writeIm(entry)
    for (const { service, ...entry } of socials) this.#writeSocial(service, entry)
    for (const entry of postals) this.#entry(kinds.postal, entry)
    for (const entry of urls) this.#entry(kinds.url, entry)
    for (const { kind, ...entry } of dates) this.#writeDate(kinds.date(kind), entry)
    const written = writeOrganisations(organisations, this.#writing, () => this.#freshGroup())
    for (const { group, label } of written.labels) this.#labels.set(group, label)
    for (const property of written.properties) this.#push(property)
  }

  #entry<T extends object>(kind: EntryKind<T>, entry: T & Labelled): Property {
    const property = writeEntry(kind, entry, this.#writing)
    const label = writtenLabel(entry.label, entry.written?.label ?? null)
    return this.#push({ ...property, group: this.#groupFor(property.group, label) })
  }

  /** The group that ties a label to its property: the one that it came with, unless that has another label by now. */
  #groupFor(kept: string, label: string): string {
    if (label === '') return this.#labels.has(kept) ? this.#freshGroup() : kept
    const known = this.#labels.get(kept)
    const free = kept !== '' && (known === label || (known === undefined && !this.#bare.has(kept)))
    const group = free ? kept : this.#freshGroup()
    this.#labels.set(group, label)
    return group
  }

  /** Groups with an entry that has no label: giving one to another entry there would give it to both. */
  readonly #bare = new Set<string>()

  #writeIm(entry: CardContact['ims'][number]): void {
    const name = entry.written?.name ?? ''
    const other = imProperties[name] !== undefined && imProperties[name] !== entry.protocol
    const written = other && entry.written !== null ? { ...entry.written, name: '' } : entry.written
    this.#entry(kinds.imFor(written?.name ?? ''), { ...entry, written })
  }

  #writeSocial(service: string, entry: Omit<CardContact['socials'][number], 'service'>): void {
    const { written } = entry
    const own = kinds.socialProperties[written?.name ?? '']
    const said = written?.parameters['service-type']?.[0]?.toLowerCase().slice(0, 100)
    if (service === (own || said)) {
      this.#entry(kinds.social, entry)
      return
    }
    const parameters = without(written?.parameters ?? {}, 'service-type')
    // TYPE says the service, unless another word would be taken for it
    const plain = service === '' ? entry.types.every(isPlace) : !isPlace(service)
    const types = plain && service !== '' ? [service, ...entry.types] : entry.types
    const kept = { ...kinds.nothingKept, ...written, name: own ? '' : (written?.name ?? '') }
    const saying = plain ? parameters : { ...parameters, 'service-type': [service] }
    this.#entry(kinds.social, { ...entry, types, written: { ...kept, parameters: saying } })
  }

  #writeDate(kind: EntryKind<{ readonly date: string }>, entry: Omit<CardContact['dates'][number], 'kind'>): void {
    const property = this.#entry(kind, { ...entry, types: [], preferred: false })
    const { type } = entry.written?.parameters ?? {}
    if (type !== undefined) property.parameters['type'] = type
  }

  #writeOthers(): void {
    const { notes, keys, extra } = this.#contact
    const { version, blobs } = this.#writing
    for (const { text: said, written } of notes) {
      const parameters = written?.parameters ?? {}
      const raw = writtenValue(written, blobs)
      const kept = raw === null ? null : { name: 'note', parameters, value: raw }
      const usable = kept && usableValue(kinds.note.codec, kept, said, version)
      this.#push({ name: 'note', group: '', parameters, value: usable ?? escapeText(said), line: 0 })
    }
    for (const key of keys) {
      const { value: form, ...kept } = key.written?.parameters ?? {}
      const { value, parameters } = writeKey(key, version, form?.[0]?.toLowerCase() === 'text')
      this.#push({
        name: 'key',
        group: key.written?.group ?? '',
        parameters: { ...parameters, ...kept },
        value,
        line: 0,
      })
    }
    for (const kept of extra) {
      const value = writtenValue(kept, blobs)
      if (value === null || kept.name === '') continue
      const { name, group, parameters } = kept
      this.#push(binaryFor({ name, group, parameters, value, line: 0 }, version))
    }
  }

  #push(property: Property): Property {
    if (property.group !== '' && !this.#labels.has(property.group)) this.#bare.add(property.group)
    this.#done.push(property)
    return property
  }

  #freshGroup(): string {
    let group: string
    do {
      this.#groups++
      group = `item${this.#groups}`
    } while (this.#taken.has(group))
    return group
  }
}

/** Groups that the card came with, in lower case: fresh ones are others. */
function keptGroups(contact: CardContact): string[] {
  const entries = [
    ...contact.emails,
    ...contact.phones,
    ...contact.ims,
    ...contact.socials,
    ...contact.postals,
    ...contact.urls,
    ...contact.dates,
    ...contact.keys,
    ...contact.notes,
  ].map(({ written }) => written)
  const kept = [
    ...entries,
    ...contact.extra,
    ...Object.values(contact.written),
    ...contact.organisations.flatMap(({ written }) => Object.values(written)),
    contact.photo?.written ?? null,
  ]
  return kept.flatMap((one) => (one === null || one.group === '' ? [] : one.group.toLowerCase()))
}

const isPlace = (word: string): boolean => word === 'home' || word === 'work'
