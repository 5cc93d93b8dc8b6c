import type { CallContext, Contact } from '../defs/index.ts'
import type { CardContact, CardPlace, CardSlice, CoreContext } from '../ports.ts'
import { emptyFields, newContact, tidy } from './fields.ts'
import type { ImportSession } from './import-session.ts'
import { listFields, merged } from './merge.ts'

/** The slices of a session's file, one after the other. */
export async function* slicesOf(
  { cards }: Pick<CoreContext, 'cards'>,
  session: ImportSession,
  request: { readonly country: string | null; readonly withBlobs: boolean },
  { signal, priority }: CallContext,
): AsyncGenerator<CardSlice> {
  let place: CardPlace | null = { offset: 0, line: 1 }
  while (place !== null) {
    signal?.throwIfAborted()
    const slice: CardSlice = await cards.read({ file: session.file(), place, ...request }, { priority, signal })
    yield slice
    place = slice.next
  }
}

/** A card as the contact that it would be. */
export function contactOf({ clock }: Pick<CoreContext, 'clock'>, card: CardContact, id: string): Contact {
  const { uid } = card
  const contact = { ...newContact(id, { ...emptyFields, ...card }, { nowMs: clock.nowMs(), uid }), ...card }
  return tidy({ ...contact, keys: contact.keys.map((key) => ({ ...key, addedAtMs: clock.nowMs() })) })
}

/** What a file says is put beside what is there; a name that was found in mail gives way to it. */
export function withCard(into: Contact, card: Contact, nowMs: number): Contact {
  const renames = !into.confirmed && card.name.full !== ''
  return merged([into, card], renames ? { name: card.id } : {}, nowMs)
}

/** Fields of a contact that gain something. */
export function additions(before: Contact, after: Contact): string[] {
  const lists = listFields.filter((field) => after[field].length > before[field].length)
  const singles = (['name', 'photo', 'language', 'timezone', 'confirmed'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return [...singles, ...lists]
}
