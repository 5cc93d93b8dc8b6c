import { type Contact, type ContactName, fail } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import { emptyFields, emptyName, newContact, tidy } from './fields.ts'
import { uidOf } from './uid.ts'

export interface SplitPart {
  readonly name: { readonly [P in keyof ContactName]?: string | undefined }
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly ims: readonly string[]
  readonly socials: readonly string[]
}

type Ways = Pick<Contact, 'emails' | 'phones' | 'ims' | 'socials'>

/** Entries that parts name leave the contact for new ones; an entry that two parts name goes to both. */
export function splitContact(
  context: Pick<CoreContext, 'clock' | 'random' | 'hash'>,
  contact: Contact,
  parts: readonly SplitPart[],
): { rest: Contact; others: Contact[] } {
  const taken = parts.map((part) => waysOf(contact, part))
  const empty = taken.findIndex((ways) => Object.values(ways).every((entries) => entries.length === 0))
  if (empty >= 0) {
    throw fail('invalid', 'Each part needs an address or number of this contact. Nothing was changed.', {
      field: `parts.${empty}`,
    })
  }
  const gone = new Set<unknown>(taken.flatMap((ways) => Object.values(ways).flat()))
  const nowMs = context.clock.nowMs()
  const rest = tidy({
    ...contact,
    emails: contact.emails.filter((entry) => !gone.has(entry)),
    phones: contact.phones.filter((entry) => !gone.has(entry)),
    ims: contact.ims.filter((entry) => !gone.has(entry)),
    socials: contact.socials.filter((entry) => !gone.has(entry)),
    confirmed: true,
    revision: contact.revision + 1,
    updatedAtMs: nowMs,
  })
  const others = taken.map((ways, i) => {
    const id = context.random.id()
    const given = Object.entries(parts[i]?.name ?? {}).filter(([, text]) => text !== undefined)
    const name: ContactName = { ...emptyName, ...Object.fromEntries(given) }
    return newContact(id, { ...emptyFields, ...ways, name, groups: contact.groups }, { nowMs, uid: uidOf(context, id) })
  })
  return { rest, others }
}

function waysOf(contact: Contact, part: SplitPart): Ways {
  const emails = new Set(part.emails.map(addressKey))
  return {
    emails: contact.emails.filter(({ address }) => emails.has(addressKey(address))),
    phones: contact.phones.filter(({ number, e164 }) => part.phones.some((one) => one === number || one === e164)),
    ims: contact.ims.filter(({ address }) => part.ims.includes(address)),
    socials: contact.socials.filter(({ address }) => part.socials.includes(address)),
  }
}
