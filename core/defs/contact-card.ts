import { z } from 'zod'

/** Bounds of one contact, wide enough for what address books of people and firms really hold, each with its reason. */
export const contactLimits = {
  /** one line of text: a name, a label, an organisation; longer ones are kept as they were written (`extra`) */
  line: 1000,
  /** RFC 5321 allows 254 for an address; what is longer cannot be written to */
  address: 320,
  /** a link or a street with everything behind it */
  link: 8000,
  /** a note; the largest that phones keep are tens of kilobytes, and a file may bring a megabyte */
  note: 2 * 1024 * 1024,
  /** addresses, phones, dates and the like of one contact, each kind */
  entries: 1000,
  /** people of a group */
  members: 20_000,
  /** properties that we do not know, and how long one may be before it is kept as a blob of its own */
  extra: 2000,
  extraText: 8 * 1024,
  /** an armoured key with many user ids and signatures */
  key: 512 * 1024,
  /** a picture; cameras make larger ones, address books do not */
  photoBytes: 10 * 1024 * 1024,
} as const

const line = z.string().max(contactLimits.line)

/**
 * What a vCard said beside what the fields say, so that it goes out again as it came in. `value` stands as it was written,
 * escapes and all (jCard type `unknown`, RFC 7095 5.1); null where the fields say it.
 */
export const vcardProperty = z.object({
  /** lower case; '' where it is the usual one for the field */
  name: z.string().regex(/^[a-z0-9_-]{0,200}$/, 'This is no name of a vCard property.'),
  /** RFC 6350 3.3; '' without */
  group: z.string().regex(/^[A-Za-z0-9_-]{0,200}$/, 'This is no name of a vCard group.'),
  /** those that the fields do not say; names in lower case */
  parameters: z.record(z.string().regex(/^[a-z0-9_-]{1,200}$/), z.array(z.string().max(contactLimits.link)).max(100)),
  value: z.string().max(contactLimits.extraText).nullable(),
  /** the blob that the value is kept in when it is longer */
  blob: z.string().nullable().default(null),
  /** X-ABLabel where Apple wrote it in its own way (`_$!<Home>!$_`) */
  label: line.nullable().default(null),
})
export type VcardProperty = z.output<typeof vcardProperty>
const written = vcardProperty.nullable().default(null)

/** A word of TYPE. */
const word = z.string().trim().toLowerCase().max(100)

/** What every entry has: `types` are the words of vCard's TYPE in lower case (`home`, `work`, `cell`), `label` is the user's own. */
const labelled = {
  label: line.default(''),
  types: z.array(word.min(1)).max(50).default([]),
  preferred: z.boolean().default(false),
  written,
}

export const contactName = z.object({
  /** as it is shown */
  full: line,
  prefix: line,
  given: line,
  additional: line,
  family: line,
  suffix: line,
  phoneticGiven: line,
  phoneticAdditional: line,
  phoneticFamily: line,
})
export type ContactName = z.output<typeof contactName>

export const contactEmail = z.object({ address: z.string().trim().min(1).max(contactLimits.address), ...labelled })
export type ContactEmail = z.output<typeof contactEmail>

/** `number` as it was written; `e164` where it can be told (RFC 3966 global number), set by core */
export const contactPhone = z.object({
  number: line.trim().min(1),
  e164: z.string().max(40).nullable().default(null),
  ...labelled,
})
export type ContactPhone = z.output<typeof contactPhone>

/** `protocol`: a URI scheme, `xmpp`, `sip`, `skype` …; `im` where it is not known (RFC 3860) */
export const contactIm = z.object({
  protocol: z.string().regex(/^[a-z][a-z0-9+.-]{0,99}$/, 'A protocol looks like xmpp.'),
  address: z.string().trim().min(1).max(2000),
  ...labelled,
})
export type ContactIm = z.output<typeof contactIm>

/** `service`: lower case, `mastodon`, `github` …; `address`: the link or name there */
export const contactSocial = z.object({
  service: word,
  address: z.string().trim().min(1).max(2000),
  ...labelled,
})
export type ContactSocial = z.output<typeof contactSocial>

export const contactOrganisation = z.object({
  name: line.default(''),
  department: line.default(''),
  title: line.default(''),
  role: line.default(''),
  /** by property: `org`, `title`, `role` */
  written: z.record(z.string(), vcardProperty).default({}),
})
export type ContactOrganisation = z.output<typeof contactOrganisation>

export const contactPostal = z.object({
  poBox: line.default(''),
  extended: line.default(''),
  street: z.string().max(contactLimits.link).default(''),
  locality: line.default(''),
  region: line.default(''),
  code: line.default(''),
  country: line.default(''),
  ...labelled,
})
export type ContactPostal = z.output<typeof contactPostal>

export const contactDate = z.object({
  kind: z.enum(['birthday', 'anniversary', 'other']),
  /** ISO 8601, as much as is known: `1985-04-12`, `1985-04`, `1985`, `--04-12` */
  date: z
    .string()
    .regex(/^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?)$/, 'A date looks like 1985-04-12, 1985 or --04-12.'),
  label: line.default(''),
  written,
})
export type ContactDate = z.output<typeof contactDate>

export const contactUrl = z.object({ url: z.string().trim().min(1).max(contactLimits.link), ...labelled })
export type ContactUrl = z.output<typeof contactUrl>

export const contactNote = z.object({ text: z.string().max(contactLimits.note), written })

/** A public key as it is stored and shown. */
export const contactKey = z.object({
  /** made of `text` by core: the same key has the same id everywhere */
  id: z.string().max(100).default(''),
  kind: z.enum(['openpgp', 'smime']),
  /** upper-case hex; null where it cannot be told */
  fingerprint: z.string().max(128).nullable().default(null),
  /** armoured, or base64 of its bytes */
  text: z.string().min(1).max(contactLimits.key),
  /** addresses that it is for */
  addresses: z.array(z.string().max(contactLimits.address)).max(100).default([]),
  createdAtMs: z.number().int().nullable().default(null),
  expiresAtMs: z.number().int().nullable().default(null),
  /** where it was found */
  source: z.enum(['vcard', 'message', 'directory', 'user']).default('user'),
  /** `compared`: the user compared its fingerprint with its owner; no file can say so */
  verified: z.enum(['no', 'compared']).default('no'),
  addedAtMs: z.number().int().default(0),
  written,
})
export type ContactKey = z.output<typeof contactKey>

export const contactPhoto = z.object({
  blob: z.string(),
  type: z.string().max(200),
  sizeBytes: z.number().int(),
  written,
})

export const contactKind = z.enum(['person', 'group', 'organisation'])

const many = <T extends z.ZodType>(item: T) => z.array(item).max(contactLimits.entries)

/** What the user may set. */
export const contactFields = z.object({
  kind: contactKind,
  /** false: collected by itself from mail that the user sent or answered */
  confirmed: z.boolean(),
  name: contactName,
  nicknames: many(line),
  emails: many(contactEmail),
  phones: many(contactPhone),
  ims: many(contactIm),
  socials: many(contactSocial),
  organisations: many(contactOrganisation),
  postals: many(contactPostal),
  dates: many(contactDate),
  urls: many(contactUrl),
  notes: many(contactNote),
  /** names of the groups that it is in (vCard CATEGORIES) */
  groups: many(line),
  /** of a group: `urn:uuid:…` of other contacts, `mailto:` */
  members: z.array(z.string().regex(/^[^\p{Cc}]{1,8000}$/u, 'This is no link to a member.')).max(contactLimits.members),
  keys: many(contactKey),
  tagIds: many(z.string().max(100)),
  /** BCP 47; '' where it is not known */
  language: z.string().max(100),
  /** an IANA name or an offset; '' where it is not known */
  timezone: z.string().max(200),
  /** what a vCard brought and we do not know: kept, and written out again */
  extra: z.array(vcardProperty).max(contactLimits.extra),
})
export type ContactFields = z.output<typeof contactFields>

/** A person, group or organisation in the address book. */
export const contact = contactFields.extend({
  id: z.string(),
  /** the user's own card: holds the addresses of all accounts and cannot be deleted */
  own: z.boolean(),
  photo: contactPhoto.nullable(),
  /** vCard UID; '' until it has one */
  uid: z.string().max(contactLimits.link),
  /** what the vCard said of single properties beside their values, by property (`fn`, `n`, `uid`, `tz`, `nickname` …) */
  written: z.record(z.string(), vcardProperty),
  revision: z.number().int(),
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
})
export type Contact = z.output<typeof contact>

/** Some of the fields, the parts of the name each by itself. */
export const contactPatch = contactFields.extend({ name: contactName.partial() }).partial()
export type ContactPatch = z.output<typeof contactPatch>

/** A name with nothing in it. */
export const blankName = (): ContactName => ({
  full: '',
  prefix: '',
  given: '',
  additional: '',
  family: '',
  suffix: '',
  phoneticGiven: '',
  phoneticAdditional: '',
  phoneticFamily: '',
})

/** What a card says before anything is written on it. */
export const blankCard = (): Omit<ContactFields, 'confirmed' | 'tagIds'> => ({
  kind: 'person',
  name: blankName(),
  nicknames: [],
  emails: [],
  phones: [],
  ims: [],
  socials: [],
  organisations: [],
  postals: [],
  dates: [],
  urls: [],
  notes: [],
  groups: [],
  members: [],
  keys: [],
  language: '',
  timezone: '',
  extra: [],
})
