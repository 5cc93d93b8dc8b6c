import { z } from 'zod'
import { contact, contactFields, contactKind, contactLimits, contactName, contactPatch } from './contact-card.ts'
import { bytes, command, pageInput, pageOf, query } from './operation.ts'

/** A contact as lists show it. */
export const contactSummary = z.object({
  id: z.string(),
  kind: contactKind,
  own: z.boolean(),
  confirmed: z.boolean(),
  displayName: z.string(),
  /** the header that it stands under: a letter of the user's alphabet, one of another script, or `#` */
  sortLetter: z.string(),
  /** the preferred ones, or the first */
  address: z.string().nullable(),
  phone: z.string().nullable(),
  organisation: z.string().nullable(),
  photo: z.boolean(),
  groups: z.array(z.string()),
  tagIds: z.array(z.string()),
})
export type ContactSummary = z.output<typeof contactSummary>

/** Why two cards may be of the same person, and by what. */
export const contactEvidence = z.object({
  kind: z.enum(['same-uid', 'same-address', 'same-phone', 'same-key', 'same-name-and-domain', 'same-name']),
  value: z.string(),
})
export type ContactEvidence = z.output<typeof contactEvidence>

export const mergeSuggestion = z.object({
  contacts: z.array(contactSummary).length(2),
  evidence: z.array(contactEvidence),
})

/** Cards of a file by their place in it, from 0. */
export const importFresh = z.object({ card: z.number().int(), displayName: z.string(), address: z.string().nullable() })
export const importMerge = z.object({
  card: z.number().int(),
  displayName: z.string(),
  contactId: z.string(),
  contactName: z.string(),
  evidence: z.array(contactEvidence),
  /** fields of the contact that gain something; none: the contact has it all */
  adds: z.array(z.string()),
})
export const importProblem = z.object({
  /** null when it belongs to no card */
  card: z.number().int().nullable(),
  /** line of the file, from 1 */
  line: z.number().int(),
  message: z.string(),
})
export type ImportFresh = z.output<typeof importFresh>
export type ImportMerge = z.output<typeof importMerge>
export type ImportProblem = z.output<typeof importProblem>

const importItem = z.discriminatedUnion('list', [
  importFresh.extend({ list: z.literal('fresh') }),
  importMerge.extend({ list: z.literal('merges') }),
  importProblem.extend({ list: z.literal('problems') }),
])

/** What a file would do to the address book. The lists are cut at 100; `contacts.importPage` has the rest. */
export const importPreview = z.object({
  importId: z.string(),
  /** false while more pieces of the file are to come */
  complete: z.boolean(),
  cards: z.number().int(),
  /** cards that a contact has already, or that the file has twice */
  known: z.number().int(),
  fresh: z.object({ count: z.number().int(), items: z.array(importFresh) }),
  merges: z.object({ count: z.number().int(), items: z.array(importMerge) }),
  problems: z.object({ count: z.number().int(), items: z.array(importProblem) }),
})
export type ImportPreview = z.output<typeof importPreview>

/** Somebody to write to. A group has the addresses of all its people. */
export const recipientSuggestion = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  contactId: z.string().nullable(),
  group: z.boolean(),
  confirmed: z.boolean(),
  photo: z.boolean(),
  /** how often and how lately the user wrote there */
  written: z.number().int(),
  lastWrittenMs: z.number().int(),
})
export type RecipientSuggestion = z.output<typeof recipientSuggestion>

const id = z.string().max(200)
const byId = z.object({ id })
/** `actionId`: for `actions.undo` */
const changedContact = z.object({ contact, actionId: z.string() })
const photoBytes = bytes.refine(
  (given) => given.length <= contactLimits.photoBytes,
  'A picture of a contact can have 10 MB at most.',
)

export const contacts = {
  list: query(
    'The address book by name, in the order of the user’s language',
    z.object({
      text: z.string().max(1000).optional(),
      group: z.string().max(contactLimits.line).optional(),
      tagId: z.string().max(100).optional(),
      confirmed: z.boolean().optional(),
      kind: contactKind.optional(),
      ...pageInput,
    }),
    pageOf(contactSummary).extend({ total: z.number().int() }),
  ),
  get: query('One contact', byId, contact),
  create: command('Make a contact', z.object({ set: contactPatch }), changedContact),
  patch: command(
    'Change fields of a contact; `currentState` is what they were when the change began. When a field is another by now, nothing is changed, and the problem carries both values of each such field',
    z.object({ id, currentState: contactPatch.default({}), set: contactPatch }),
    changedContact,
  ),
  remove: command(
    'Delete contacts',
    z.object({ ids: z.array(id).min(1).max(1000) }),
    z.object({ actionId: z.string() }),
  ),
  photo: query('The picture of a contact', byId, z.object({ name: z.string(), type: z.string(), bytes })),
  setPhoto: command(
    'Give a contact a picture, or take it away',
    z.object({
      id,
      photo: z
        .object({ type: z.string().regex(/^image\/[a-z0-9.+-]{1,100}$/, 'This is no picture.'), bytes: photoBytes })
        .nullable(),
    }),
    changedContact,
  ),
  groups: query(
    'The groups of the address book, by name',
    z.object({}),
    z.object({
      items: z.array(z.object({ name: z.string(), contactId: z.string().nullable(), count: z.number().int() })),
    }),
  ),
  previewImport: command(
    'Read vCards and say what is new, what merges and what is wrong; nothing is changed. A large file may come in pieces: `more` with each but the last, and the `importId` of the first with the others',
    z.object({ bytes, importId: id.optional(), more: z.boolean().default(false) }),
    importPreview,
  ),
  importPage: query(
    'More of what a file would do',
    z.object({ importId: id, list: z.enum(['fresh', 'merges', 'problems']), ...pageInput }),
    pageOf(importItem),
  ),
  runImport: command(
    'Import the vCards of a preview',
    z.object({
      importId: id,
      /** other than as previewed, by card: into which contact, `new`, or `skip` */
      choices: z.record(z.string().regex(/^\d{1,9}$/), z.string().max(200)).default({}),
    }),
    z.object({
      created: z.number().int(),
      merged: z.number().int(),
      skipped: z.number().int(),
      failed: z.array(importProblem),
      actionId: z.string(),
    }),
  ),
  export: query(
    'Contacts as vCards, in pieces of whole cards: go on with `nextCursor` until it is null',
    z.object({
      ids: z.array(id).max(10_000).optional(),
      group: z.string().max(contactLimits.line).optional(),
      version: z.enum(['3.0', '4.0']).default('4.0'),
      cursor: pageInput.cursor,
    }),
    z.object({
      name: z.string(),
      type: z.string(),
      bytes,
      contacts: z.number().int(),
      nextCursor: z.string().nullable(),
    }),
  ),
  merge: command(
    'Make one contact of several. Of each field in `choose` that of the contact named is taken. Else lists are put together, and of single fields that of `into` is taken, or the first that says anything',
    z.object({
      ids: z.array(id).min(2).max(50),
      into: id,
      choose: z
        .partialRecord(contactFields.omit({ confirmed: true, extra: true }).keyof().or(z.literal('photo')), id)
        .default({}),
    }),
    z.object({ contactId: z.string(), actionId: z.string() }),
  ),
  unmerge: command(
    'Take a merged contact apart again: the contacts that it was made of last come back, with what was changed since',
    byId,
    z.object({ contactIds: z.array(z.string()), actionId: z.string() }),
  ),
  merges: query(
    'What a contact was made of, the latest merge first',
    byId,
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          mergedAtMs: z.number().int(),
          originals: z.array(z.object({ id: z.string(), displayName: z.string(), addresses: z.array(z.string()) })),
        }),
      ),
    }),
  ),
  split: command(
    'Move entries of a contact into contacts of their own, named by what they hold',
    z.object({
      id,
      parts: z
        .array(
          z.object({
            name: contactName.partial().default({}),
            emails: z.array(z.string().max(contactLimits.address)).max(contactLimits.entries).default([]),
            phones: z.array(z.string().max(contactLimits.line)).max(contactLimits.entries).default([]),
            ims: z.array(z.string().max(2000)).max(contactLimits.entries).default([]),
            socials: z.array(z.string().max(2000)).max(contactLimits.entries).default([]),
          }),
        )
        .min(1)
        .max(50),
    }),
    z.object({ contactIds: z.array(z.string()), actionId: z.string() }),
  ),
  mergeSuggestions: query(
    'Contacts that may be the same person, with the evidence, the strongest first; `id`: those with this contact',
    z.object({ id: id.optional(), ...pageInput }),
    pageOf(mergeSuggestion),
  ),
  dismissSuggestion: command(
    'These are not the same person: never suggest it again',
    z.object({ ids: z.array(id).length(2) }),
    z.object({ actionId: z.string() }),
  ),
  forAddresses: query(
    'Whose addresses these are; an address may belong to several contacts',
    z.object({ addresses: z.array(z.string().max(1000)).min(1).max(1000) }),
    z.object({ items: z.array(z.object({ address: z.string(), contacts: z.array(contactSummary) })) }),
  ),
  suggest: query(
    'Whom the user may mean while writing an address, those written to often and lately first',
    z.object({ text: z.string().max(1000), limit: z.coerce.number().int().min(1).max(50).default(8) }),
    z.object({ items: z.array(recipientSuggestion) }),
  ),
  exchange: query(
    'Messages exchanged with a contact, by month (`2026-11`, UTC), the latest 24 months and 2,000 messages',
    byId,
    z.object({
      months: z.array(z.object({ month: z.string(), sent: z.number().int(), received: z.number().int() })),
      sent: z.number().int(),
      received: z.number().int(),
      /** there are more than were counted */
      more: z.boolean(),
      lastMs: z.number().int().nullable(),
    }),
  ),
}

/** What contacts were made one of, kept until it is taken apart or the contact is deleted. */
export const contactMerge = z.object({
  id: z.string(),
  contactId: z.string(),
  mergedAtMs: z.number().int(),
  /** as they were, the one that the others went into first */
  originals: z.array(contact),
  /** as it was made of them */
  result: contact,
})
export type ContactMerge = z.output<typeof contactMerge>

/** What the user does not want: an address collected again after its contact was deleted, two contacts suggested as one. */
export const contactRefusal = z.object({
  id: z.string(),
  kind: z.enum(['collect', 'suggest']),
  /** the address, or both ids */
  about: z.array(z.string()),
  createdAtMs: z.number().int(),
})
export type ContactRefusal = z.output<typeof contactRefusal>
