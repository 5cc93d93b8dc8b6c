import { blankCard, contactLimits } from '../../defs/index.ts'
import type { CardContact } from '../../ports.ts'
import { type Codec, listCodec, nameCodec } from './codecs.ts'
import { type Reading, readEntry } from './entries.ts'
import { type CardFile, Files, leftOver } from './kept.ts'
import * as kinds from './kinds.ts'
import { Labels } from './labels.ts'
import { isUnnamed, meansOf } from './naming.ts'
import { organisationProperties, readOrganisations } from './organisations.ts'
import type { Property, Version } from './property.ts'
import { readDateEntry, readKeyEntry, readPhoto, readSocial } from './read-entries.ts'

export interface ReadContact {
  readonly card: CardContact
  readonly files: readonly CardFile[]
  /** properties that did not fit into the bounds of a contact */
  readonly tooMany: number
}

/** The properties of one card -> a contact. What no field says goes into `extra` as it was written. */
export function readCard(
  properties: readonly Property[],
  version: Version,
  e164: (number: string) => string | null,
): ReadContact {
  const reader = new CardReader(properties, version, e164)
  for (const property of properties) reader.take(property)
  return reader.finish()
}

class CardReader {
  readonly #reading: Reading
  readonly #labels: Labels
  readonly #files = new Files()
  readonly #e164: (number: string) => string | null
  readonly #organisations: Property[] = []
  readonly #others: Property[] = []
  readonly #card: CardContact = emptyCard()
  readonly #taken = new Set<string>()
  #tooMany = 0

  constructor(properties: readonly Property[], version: Version, e164: (number: string) => string | null) {
    this.#labels = new Labels(properties)
    this.#e164 = e164
    this.#reading = {
      version,
      files: this.#files,
      labelOf: (property) => this.#labels.of(property),
      membersOf: (group) => this.#labels.members(group),
    }
  }

  take(property: Property): void {
    if (property.name === 'version' || this.#labels.isLabel(property)) return
    if (organisationProperties.some((name) => name === property.name)) this.#organisations.push(property)
    else if (!this.#takeEntry(property) && !this.#takeSingle(property)) this.#others.push(property)
  }

  finish(): ReadContact {
    const { extra, organisations, name, written } = this.#card
    // a card has to have a name: one that is only its own address is none
    if (isUnnamed(this.#card) && written['fn'] === undefined && meansOf(this.#card).includes(name.full)) name.full = ''
    const read = readOrganisations(this.#organisations, this.#reading)
    organisations.push(...read.organisations.slice(0, contactLimits.entries))
    this.#tooMany += read.organisations.length - organisations.length
    this.#others.push(...read.unread)
    for (const property of [...this.#others, ...this.#labels.unused()]) {
      if (extra.length < contactLimits.extra) extra.push(this.#files.property(property))
      else this.#tooMany++
    }
    return { card: this.#card, files: this.#files.list, tooMany: this.#tooMany }
  }

  /** Entries of lists. False: there is no list for it, or it says nothing that one could show. */
  #takeEntry(property: Property): boolean {
    const { name } = property
    const card = this.#card
    if (name === 'email') return this.#add(card.emails, readEntry(kinds.email, property, this.#reading))
    if (name === 'tel') {
      const entry = readEntry(kinds.phone, property, this.#reading)
      return this.#add(card.phones, entry && { ...entry, e164: this.#e164(entry.number) })
    }
    if (name === 'adr') return this.#add(card.postals, readEntry(kinds.postal, property, this.#reading))
    if (name === 'url') return this.#add(card.urls, readEntry(kinds.url, property, this.#reading))
    if (kinds.isIm(name)) return this.#add(card.ims, readEntry(kinds.imFor(name), property, this.#reading))
    if (Object.hasOwn(kinds.socialProperties, name)) return this.#add(card.socials, readSocial(property, this.#reading))
    if (Object.hasOwn(kinds.dateProperties, name)) return this.#add(card.dates, readDateEntry(property, this.#reading))
    if (name === 'note') return this.#takeNote(property)
    if (name === 'key') return this.#takeKey(property)
    if (kinds.isMember(name)) return this.#takeMember(property)
    return false
  }

  #add<T>(list: T[], entry: T | null): boolean {
    if (entry === null || list.length >= contactLimits.entries) return false
    list.push(entry)
    return true
  }

  #takeKey(property: Property): boolean {
    const key = readKeyEntry(property, this.#reading)
    // the same key once more says nothing new, but the line stays
    return this.#add(this.#card.keys, this.#card.keys.some(({ id }) => id === key?.id) ? null : key)
  }

  #takePhoto(property: Property): boolean {
    this.#card.photo = readPhoto(property, this.#reading)
    return this.#card.photo !== null
  }

  #takeNote(property: Property): boolean {
    const fields = kinds.note.codec.decode(property)
    if (fields === null || property.group !== '') return false
    const said = kinds.note.codec.encode(fields, this.#reading.version) === property.value
    const kept = this.#files.property({ ...property, name: '', value: said ? '' : property.value })
    return this.#add(this.#card.notes, { text: fields, written: leftOver(said ? { ...kept, value: null } : kept) })
  }

  #takeMember({ value, parameters, name, group }: Property): boolean {
    const plain = Object.keys(parameters).length === 0 && group === ''
    if (!plain || value === '') return false
    const { members } = this.#card
    const isLink = value.length <= contactLimits.link && !/\p{Cc}/u.test(value)
    if (!isLink || members.length >= contactLimits.members) return false
    members.push(value)
    if (name !== kinds.usualMember(this.#reading.version)) this.#card.written['member'] = { ...kinds.nothingKept, name }
    return true
  }

  /** Fields of which there is one. False: it is taken already, or says nothing. */
  #takeSingle(property: Property): boolean {
    const { name, value } = property
    // 3.0 must have a name, and some write an empty one
    if (name === 'fn' && value === '') return true
    if (this.#taken.has(name)) return false
    const taken = this.#readSingle(property)
    if (taken) this.#taken.add(name)
    return taken
  }

  #readSingle(property: Property): boolean {
    const { name } = property
    const card = this.#card
    if (name === 'n') return this.#takeName(property)
    if (name === 'fn') return this.#text(property, kinds.texts.fn, (full) => Object.assign(card.name, { full }))
    if (name === 'lang') return this.#text(property, kinds.texts.lang, (language) => Object.assign(card, { language }))
    if (name === 'tz') return this.#text(property, kinds.texts.tz, (timezone) => Object.assign(card, { timezone }))
    if (name === 'uid') return this.#text(property, kinds.texts.uid, (uid) => Object.assign(card, { uid }))
    if (name === 'nickname') return this.#list(property, card.nicknames)
    if (name === 'categories') return this.#list(property, card.groups)
    const phonetic = Object.entries(kinds.phonetics).find(([usual]) => usual === name)?.[1]
    if (phonetic !== undefined) {
      return this.#text(property, kinds.texts.fn, (text) => Object.assign(card.name, { [phonetic]: text }))
    }
    if (name === 'photo') return this.#takePhoto(property)
    return this.#takeKind(property)
  }

  #text(property: Property, codec: Codec<string>, set: (text: string) => void): boolean {
    const text = codec.decode(property)
    if (text === null) return false
    set(text)
    this.#keep(property, codec.encode(text, this.#reading.version) === property.value)
    return true
  }

  #list(property: Property, into: string[]): boolean {
    const items = listCodec.decode(property)
    if (items === null) return false
    into.push(...items)
    this.#keep(property, listCodec.encode(items, this.#reading.version) === property.value)
    return true
  }

  /** What is written of a single property beside its field. */
  #keep(property: Property, said: boolean): void {
    const kept = this.#files.property({ ...property, name: '', value: said ? '' : property.value })
    const left = leftOver(said ? { ...kept, value: null } : kept)
    if (left !== null) this.#card.written[property.name] = left
  }

  #takeName(property: Property): boolean {
    const parts = nameCodec.decode(property)
    if (parts === null) return false
    Object.assign(this.#card.name, parts)
    this.#keep(property, nameCodec.encode(parts, this.#reading.version) === property.value)
    return true
  }

  #takeKind(property: Property): boolean {
    const { name, value, parameters, group } = property
    const kind = kinds.kindOf(property)
    if (kind === null || group !== '' || Object.keys(parameters).length > 0) return false
    this.#card.kind = kind
    const usual = kinds.usualKind(kind, this.#reading.version)
    if (usual.name !== name || usual.value !== value) this.#card.written['kind'] = this.#files.property(property)
    return true
  }
}

const emptyCard = (): CardContact => ({ ...blankCard(), photo: null, uid: '', written: {} })
