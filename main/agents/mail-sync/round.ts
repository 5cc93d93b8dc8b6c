import { Failure, type Mailbox, type MailboxRole } from '../../../core/defs/index.ts'
import { listMailboxes } from '../../protocols/imap/index.ts'
import { type CaughtUp, catchUp, fetchArrived, hasNews } from './catch-up.ts'
import { fetchBackwards, fetchPendingBodies } from './fetch-rest.ts'
import type { Place, Session } from './session.ts'

/** The order in which a person misses them; what holds copies of others (all, flagged) comes last. */
const importance: readonly (MailboxRole | null)[] = [
  'inbox',
  'sent',
  'drafts',
  null,
  'archive',
  'trash',
  'junk',
  'all',
  'flagged',
]

/**
 * Brings an account in line with its server: new and changed in every mailbox first, then what is gone (a message that
 * was moved is known at its new place by then), then mailboxes that are gone. Answers the places, inbox first.
 */
export async function syncRound(session: Session): Promise<Place[]> {
  const listed = await listMailboxes(session.connection)
  const { here, gone } = await session.mirror.reconcileMailboxes(session.account.id, listed)
  const places = listed
    .flatMap((each): Place[] => {
      const mailbox = here.get(each.path)
      return mailbox === undefined || !each.selectable || mailbox.path !== each.path ? [] : [{ mailbox, listed: each }]
    })
    .sort((a, b) => importance.indexOf(a.mailbox.role) - importance.indexOf(b.mailbox.role))
  await expectAll(session, places)
  const caughtUp: CaughtUp[] = []
  for (const place of places) {
    session.signal.throwIfAborted()
    if (!(await hasNews(session, place))) continue
    session.tally.enter(place.mailbox.name)
    const result = await unlessRefused(session, place.mailbox, () => catchUp(session, place.mailbox))
    if (result !== null) caughtUp.push(result)
    // The first visit of the inbox: its newest mail is to be read before other mailboxes are so much as listed.
    if (place.mailbox.role === 'inbox' && place.mailbox.sync === null) {
      await unlessRefused(session, place.mailbox, () => fetchPendingBodies(session, place.mailbox, false))
    }
    session.memory.unseen.set(place.mailbox.id, place.listed.status?.unseen ?? null)
  }
  await applyGone(session, caughtUp)
  for (const mailbox of gone) await session.mirror.removeMailbox(mailbox.id)
  return places
}

/** New mail in one mailbox, now. True when something left it: whether it was moved, only a round over all can tell. */
export async function syncOne(session: Session, mailbox: Mailbox): Promise<boolean> {
  await fetchArrived(session, mailbox)
  const result = await catchUp(session, mailbox)
  if (result.vanished.length > 0) return true
  await applyGone(session, [result])
  return false
}

/** Everything that is still on the server: newest bodies of each mailbox, then older mail, large messages at the end. */
export async function fetchEverything(session: Session, places: readonly Place[]): Promise<void> {
  const steps = [
    (mailbox: Mailbox) => fetchPendingBodies(session, mailbox, false),
    (mailbox: Mailbox) => fetchBackwards(session, mailbox),
    (mailbox: Mailbox) => fetchPendingBodies(session, mailbox, true),
  ]
  for (const step of steps) {
    for (const { mailbox } of places) {
      session.signal.throwIfAborted()
      session.tally.enter(mailbox.name)
      await unlessRefused(session, mailbox, () => step(mailbox))
    }
  }
  session.tally.enter(null)
}

async function applyGone(session: Session, caughtUp: readonly CaughtUp[]): Promise<void> {
  for (const { mailbox, vanished, progress } of caughtUp) {
    await session.mirror.applyVanished(mailbox.id, vanished)
    await session.mirror.advance(mailbox.id, progress)
  }
}

async function expectAll(session: Session, places: readonly Place[]): Promise<void> {
  let done = 0
  let total = 0
  for (const { mailbox, listed } of places) {
    const count = await session.mirror.count(mailbox.id)
    done += count
    total += Math.max(count, listed.status?.total ?? 0)
  }
  session.tally.expect(done, total)
}

/**
 * A mailbox that goes away while it is looked at, or that the server will not open, is no trouble of the others: the
 * status tells of it and the next round tries again.
 */
async function unlessRefused<T>(session: Session, mailbox: Mailbox, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (thrown) {
    const ofMailbox = thrown instanceof Failure && (thrown.code === 'not-found' || thrown.code === 'refused')
    if (!ofMailbox || !session.connection.usable) throw thrown
    session.logger.info('A mailbox cannot be fetched now', { mailboxId: mailbox.id, details: thrown.problem.details })
    if (thrown.code === 'refused') session.tally.trouble(thrown.problem)
    return null
  }
}
