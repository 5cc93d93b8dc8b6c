import { contactLimits, type VcardProperty } from '../../defs/index.ts'
import {
  dateCodec,
  emailCodec,
  imCodec,
  imProperties,
  phoneCodec,
  postalCodec,
  socialCodec,
  textCodec,
  urlCodec,
} from './codecs.ts'
import type { EntryKind } from './entries.ts'
import type { Version } from './property.ts'
import { escapeText } from './text.ts'

export const nothingKept: VcardProperty = { name: '', group: '', parameters: {}, value: null, blob: null, label: null }

const always = (name: string) => (): string => name

export const email = { codec: emailCodec, name: always('email') }
export const phone = { codec: phoneCodec, name: always('tel') }
const im = { codec: imCodec, name: always('impp') }
const plainIm = {
  codec: { ...imCodec, encode: ({ address }: { readonly address: string }) => escapeText(address) },
  name: always('impp'),
}
/** Older properties say the protocol by their name. */
export const imFor = (name: string): typeof im => (Object.hasOwn(imProperties, name) ? plainIm : im)
export const social = { codec: socialCodec, name: always('x-socialprofile') }
export const postal = { codec: postalCodec, name: always('adr') }
export const url = { codec: urlCodec, name: always('url') }
export const note = { codec: textCodec(contactLimits.note), name: always('note') }

export type DateKind = 'birthday' | 'anniversary' | 'other'
/** ANNIVERSARY came with 4.0; before that programs had names of their own. */
const dateNames: Readonly<Record<DateKind, (version: Version) => string>> = {
  birthday: always('bday'),
  anniversary: (version) => (version === '4.0' ? 'anniversary' : 'x-anniversary'),
  other: always('x-abdate'),
}
export const date = (kind: DateKind): EntryKind<{ readonly date: string }> => ({
  codec: dateCodec,
  name: dateNames[kind],
})

export const dateProperties: Readonly<Record<string, DateKind>> = {
  bday: 'birthday',
  anniversary: 'anniversary',
  'x-anniversary': 'anniversary',
  'x-evolution-anniversary': 'anniversary',
  'x-kaddressbook-x-anniversary': 'anniversary',
  'x-ms-anniversary': 'anniversary',
  'x-abdate': 'other',
}

/** Social profiles: Apple's property, that of RFC 9554, and one a service. */
export const socialProperties: Readonly<Record<string, string>> = {
  'x-socialprofile': '',
  socialprofile: '',
  'x-twitter': 'twitter',
  'x-facebook': 'facebook',
  'x-linkedin': 'linkedin',
  'x-mastodon': 'mastodon',
}

export const isIm = (name: string): boolean => name === 'impp' || Object.hasOwn(imProperties, name)

type Kind = 'group' | 'organisation'

/** KIND of 4.0, and what Apple writes in 3.0. Some write that of one version in the other. */
const kindNames: Readonly<Record<Kind, Readonly<Record<Version, { readonly name: string; readonly value: string }>>>> =
  {
    group: {
      '3.0': { name: 'x-addressbookserver-kind', value: 'group' },
      '4.0': { name: 'kind', value: 'group' },
    },
    organisation: {
      '3.0': { name: 'x-abshowas', value: 'COMPANY' },
      '4.0': { name: 'kind', value: 'org' },
    },
  }
const memberNames: Readonly<Record<Version, string>> = { '3.0': 'x-addressbookserver-member', '4.0': 'member' }

export const usualKind = (kind: Kind, version: Version): { readonly name: string; readonly value: string } =>
  kindNames[kind][version]
export const usualMember = (version: Version): string => memberNames[version]
export const isMember = (name: string): boolean => Object.values(memberNames).includes(name)

/** Null: it says no kind that there is. */
export function kindOf({ name, value }: { readonly name: string; readonly value: string }): Kind | null {
  const says = (way: { readonly name: string; readonly value: string }): boolean =>
    way.name === name && way.value.toLowerCase() === value.trim().toLowerCase()
  return (['group', 'organisation'] as const).find((kind) => Object.values(kindNames[kind]).some(says)) ?? null
}

/** Single texts with a field of their own. */
export const texts = {
  uid: textCodec(contactLimits.link),
  fn: textCodec(contactLimits.line),
  lang: textCodec(100),
  tz: textCodec(200),
} as const

export const phonetics = {
  'x-phonetic-first-name': 'phoneticGiven',
  'x-phonetic-middle-name': 'phoneticAdditional',
  'x-phonetic-last-name': 'phoneticFamily',
} as const
