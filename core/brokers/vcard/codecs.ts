import type {
  ContactDate,
  ContactEmail,
  ContactIm,
  ContactName,
  ContactPhone,
  ContactPostal,
  ContactSocial,
  ContactUrl,
} from '../../defs/index.ts'
import { contactLimits } from '../../defs/index.ts'
import { dateFor, readDate, writeDate } from './dates.ts'
import type { Property, Version } from './property.ts'
import { escapeText, splitRaw, unescapeText } from './text.ts'

/**
 * How the value of a property and the fields of a contact say the same. What `encode` does not say as it was written is kept
 * beside the fields and used again for as long as it `decode`s to them: nothing is lost, and what is edited wins.
 */
export interface Codec<T> {
  /** null: this is not what the field is for; it is kept as it is */
  decode(property: Pick<Property, 'name' | 'value' | 'parameters'>): T | null
  encode(fields: T, version: Version): string
  /** a value that is kept, as this version writes it; null: it cannot be used there */
  convert?(raw: string, version: Version): string | null
}

const cut = (text: string, most: number = contactLimits.line): string =>
  text.length > most ? text.slice(0, most) : text

/** A single text, up to a length. Empty text is nothing. */
export const textCodec = (most: number): Codec<string> => ({
  decode: ({ value }) => cut(unescapeText(value), most) || null,
  encode: escapeText,
})

export const listCodec: Codec<string[]> = {
  decode({ value }) {
    const items = splitRaw(value, ',').map((item) => cut(unescapeText(item)))
    return items.length === 1 && items[0] === '' ? null : items.slice(0, contactLimits.entries)
  },
  encode: (items) => items.map(escapeText).join(','),
}

type Without<T, K extends string> = Omit<T, K | 'label' | 'types' | 'preferred' | 'written'>

export const emailCodec: Codec<Without<ContactEmail, never>> = {
  decode({ value }) {
    const address = unescapeText(value)
      .trim()
      .replace(/^mailto:/i, '')
    return address === '' || address.length > contactLimits.address ? null : { address }
  },
  encode: ({ address }) => escapeText(address),
}

export const phoneCodec: Codec<Without<ContactPhone, 'e164'>> = {
  decode({ value }) {
    const text = unescapeText(value).trim()
    // RFC 3966
    const [, main, rest = ''] = /^tel:([^;]*)(.*)$/is.exec(text) ?? []
    const extension = /;ext=([^;]*)/i.exec(rest)?.[1]
    const number = cut(main === undefined ? text : `${main}${extension === undefined ? '' : ` ext. ${extension}`}`)
    return number.trim() === '' ? null : { number: number.trim() }
  },
  encode: ({ number }) => escapeText(number),
  // readers of 3.0 know no URI here
  convert: (raw, version) => (version === '3.0' && /^tel:/i.test(raw) ? null : raw),
}

/** Properties of the time before IMPP (RFC 4770), by the protocol that each is for. */
export const imProperties: Readonly<Record<string, string>> = {
  'x-aim': 'aim',
  'x-gadu-gadu': 'gadu-gadu',
  'x-gadugadu': 'gadu-gadu',
  'x-google-talk': 'gtalk',
  'x-groupwise': 'groupwise',
  'x-gtalk': 'gtalk',
  'x-icq': 'icq',
  'x-jabber': 'xmpp',
  'x-matrix': 'matrix',
  'x-msn': 'msn',
  'x-ms-imaddress': 'im',
  'x-qq': 'qq',
  'x-skype': 'skype',
  'x-skype-username': 'skype',
  'x-telegram': 'telegram',
  'x-yahoo': 'yahoo',
}

export const imCodec: Codec<Without<ContactIm, never>> = {
  decode({ name, value, parameters }) {
    const text = unescapeText(value).trim()
    const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]{0,99}):(.*)$/is.exec(text) ?? []
    const own = imProperties[name]
    const service = parameters['x-service-type']?.[0]?.toLowerCase() ?? ''
    const protocol = own ?? scheme?.toLowerCase() ?? (/^[a-z][a-z0-9+.-]{0,99}$/.test(service) ? service : 'im')
    const address = (own === undefined && scheme !== undefined ? rest : text).trim()
    return address === '' || address.length > 2000 ? null : { protocol, address }
  },
  encode: ({ protocol, address }) => escapeText(`${protocol}:${address}`),
}

export const socialCodec: Codec<Without<ContactSocial, 'service'>> = {
  decode({ value }) {
    const address = unescapeText(value).trim()
    return address === '' || address.length > 2000 ? null : { address }
  },
  encode: ({ address }) => escapeText(address),
}

export const urlCodec: Codec<Without<ContactUrl, never>> = {
  decode({ value }) {
    const url = unescapeText(value).trim()
    return url === '' || url.length > contactLimits.link ? null : { url }
  },
  // a comma or semicolon is a part of a URI and stands as it is (RFC 6350 4.2)
  encode: ({ url }) => url.replace(/\\/g, '\\\\').replace(/\r\n|\r|\n/g, '\\n'),
}

/** One component of a structured value: a list in it is put in one line. */
const component = (raw: string, most?: number): string => cut(splitRaw(raw, ',').map(unescapeText).join(', '), most)

const postalParts = ['poBox', 'extended', 'street', 'locality', 'region', 'code', 'country'] as const

export const postalCodec: Codec<Without<ContactPostal, never>> = {
  decode({ value }) {
    const parts = splitRaw(value, ';')
    const fields = Object.fromEntries(
      postalParts.map((part, i) => [
        part,
        component(parts[i] ?? '', part === 'street' ? contactLimits.link : undefined),
      ]),
    ) as Record<(typeof postalParts)[number], string> // checked: made of all of the parts
    return Object.values(fields).every((text) => text === '') ? null : fields
  },
  encode: (fields) => postalParts.map((part) => escapeText(fields[part])).join(';'),
}

export const dateCodec: Codec<Pick<ContactDate, 'date'>> = {
  decode({ value, parameters }) {
    const date = readDate(unescapeText(value).trim(), parameters['x-apple-omit-year']?.[0])
    return date === null ? null : { date }
  },
  encode: ({ date }, version) => writeDate(date, version),
  convert: dateFor,
}

type NameParts = Pick<ContactName, 'family' | 'given' | 'additional' | 'prefix' | 'suffix'>
const nameParts = ['family', 'given', 'additional', 'prefix', 'suffix'] as const

export const nameCodec: Codec<NameParts> = {
  decode({ value }) {
    const parts = splitRaw(value, ';')
    return Object.fromEntries(nameParts.map((part, i) => [part, component(parts[i] ?? '')])) as NameParts // checked: made of all of the parts
  },
  encode: (fields) => nameParts.map((part) => escapeText(fields[part])).join(';'),
}

export interface OrganisationName {
  readonly name: string
  readonly department: string
}

export const organisationCodec: Codec<OrganisationName> = {
  decode({ value }) {
    const [name = '', ...units] = splitRaw(value, ';').map(unescapeText)
    const department = cut(units.filter((unit) => unit !== '').join('; '))
    return name === '' && department === '' ? null : { name: cut(name), department }
  },
  encode: ({ name, department }) => [name, ...(department === '' ? [] : [department])].map(escapeText).join(';'),
}
