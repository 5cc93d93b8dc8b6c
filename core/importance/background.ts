import type { CoreContext } from '../ports.ts'
import { learntKey } from './facts.ts'
import type { Judge } from './judged.ts'
import type { KeptRecords } from './kept-records.ts'
import type { Learning } from './learning.ts'
import { maxSecondLooks } from './limits.ts'

/** Counts what arrives of each person and list, against which it is held what the user does with it. */
export function countArrivals({ stores, events, logger }: CoreContext, learning: Learning): void {
  events.subscribe((event) => {
    if (event.type !== 'messages.added' || event.fresh.length === 0) return
    const ids = event.fresh.map(({ id }) => id)
    stores.messages
      .get(ids, { priority: 'batch' })
      .then((messages) =>
        learning.note(
          messages.flatMap((message) => {
            const id = learntKey(message)
            return id === null || message.own ? [] : [{ id, by: { received: 1 } }]
          }),
        ),
      )
      .catch((thrown) => logger.warn('Arrivals could not be counted', { details: String(thrown) }))
  })
}

/** What another program puts into junk, or takes out, is judged anew: lying there is one of the reasons. */
export function followJunk(
  { events, logger }: CoreContext,
  mailboxes: KeptRecords<'mailbox'>,
  renew: Judge['renew'],
): void {
  events.subscribe((event) => {
    if (event.type !== 'messages.changed') return
    const { messageIds, mailboxIds } = event
    mailboxes
      .read(mailboxIds)
      .then(async (known) => {
        if (mailboxIds.some((id) => known.get(id)?.role === 'junk')) await renew(messageIds)
      })
      .catch((thrown) => logger.warn('What is junk could not be judged anew', { details: String(thrown) }))
  })
}

/**
 * When the classifier has learnt something, the unread messages of the inboxes are looked at again: what nobody has seen
 * yet may turn out to be spam, or not to be. One run at a time; what is taught meanwhile brings another.
 */
export function createSecondLook({ stores, logger }: CoreContext, renew: Judge['renew']): () => void {
  let running = false
  let again = false

  async function look(): Promise<void> {
    const request = { view: 'role:inbox', unread: true, limit: maxSecondLooks }
    const page = await stores.messages.list(request, { priority: 'batch' })
    await renew(
      page.items.filter(({ own }) => !own).map(({ id }) => id),
      { reread: true },
    )
  }

  async function run(): Promise<void> {
    running = true
    while (again) {
      again = false
      await look().catch((thrown: unknown) =>
        logger.warn('The inbox could not be looked at again', { details: String(thrown) }),
      )
    }
    running = false
  }

  return () => {
    again = true
    if (!running) void run()
  }
}
