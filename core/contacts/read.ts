import { type Contact, fail } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

export async function readContact({ stores }: Pick<CoreContext, 'stores'>, id: string): Promise<Contact> {
  const contact = await stores.records.get('contact', id)
  if (contact === null) throw fail('not-found', 'This contact is not here any more. Nothing was changed.')
  return contact
}

/** In the order asked for; `not-found` if one is gone. */
export async function readContacts(context: Pick<CoreContext, 'stores'>, ids: readonly string[]): Promise<Contact[]> {
  return Promise.all([...new Set(ids)].map((id) => readContact(context, id)))
}
