import type { Contact } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { Book } from './book.ts'
import type { Changes } from './changes.ts'
import { emptyFields, emptyName, newContact } from './fields.ts'
import { withOwnAddresses } from './patch.ts'
import { uidOf } from './uid.ts'

/** The same on every device, so that their own cards meet. */
export const ownCardId = 'own'
/** Which addresses the card has because there is an account: they go with it. */
const checkpointId = 'contacts-own'

/**
 * Keeps the user's own card: made when there is an account, with the addresses of all accounts. An address that an account
 * brought goes with the account; one that the user wrote down stays.
 */
export async function keepOwnCard(context: CoreContext, book: Book, changes: Changes): Promise<void> {
  await changes.inOrder(async () => {
    const { stores, clock } = context
    const { addresses, name } = book.accounts
    const brought = await readBrought(context)
    const before = await stores.records.get('contact', ownCardId)
    if (before === null && addresses.length === 0) return
    const card = before ?? { ...emptyOwn(context, name), revision: 0 }
    const gone = new Set(brought.filter((key) => !addresses.some((address) => addressKey(address) === key)))
    const kept = card.emails.filter(({ address }) => !gone.has(addressKey(address)))
    const after = withOwnAddresses({ ...card, emails: kept }, addresses)
    if (before === null || after.emails.length !== before.emails.length || gone.size > 0) {
      const written = { ...after, revision: card.revision + 1, updatedAtMs: clock.nowMs() }
      await changes.commit({ contacts: [{ before, after: written }] })
    }
    await writeBrought(context, addresses.map(addressKey))
  })
}

function emptyOwn(context: CoreContext, name: string): Contact {
  const fields = { ...emptyFields, name: { ...emptyName, full: name } }
  const uid = uidOf(context, ownCardId)
  return newContact(ownCardId, fields, { nowMs: context.clock.nowMs(), uid, own: true })
}

async function readBrought({ stores }: CoreContext): Promise<string[]> {
  const state = (await stores.records.get('checkpoint', checkpointId))?.state
  return Array.isArray(state) ? state.filter((address) => typeof address === 'string') : []
}

async function writeBrought({ stores, clock }: CoreContext, state: string[]): Promise<void> {
  const known = await stores.records.get('checkpoint', checkpointId)
  if (JSON.stringify(known?.state) === JSON.stringify(state)) return
  await stores.commit({
    recordPuts: [{ noun: 'checkpoint', value: { id: checkpointId, updatedAtMs: clock.nowMs(), state } }],
  })
}
