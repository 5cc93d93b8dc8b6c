import type { Account, Feature, Mailbox, MessageSummary, Participant, Recipient } from '../defs/index.ts'
import { addressKey } from './address.ts'
import { authorOf, type HabitBook } from './habits.ts'
import { featureValue, type Habits, type MessageFacts, noHabits, type PersonFacts } from './judge/index.ts'
import { privacyLimits } from './limits.ts'
import type { People } from './people.ts'

/** A message to be scored, stored already or about to be. */
export interface ToScore {
  readonly message: Pick<MessageSummary, 'id' | 'participants' | 'listId' | 'own' | 'mailboxIds'>
  readonly features: readonly Feature[]
}

/** What mailboxes and accounts tell of a message: few, and in memory. */
export interface Places {
  mailbox(id: string): Mailbox | undefined
  account(id: string): Account | undefined
  accounts(): readonly Account[]
}

export interface FactsReader {
  /** in the order given */
  ofMessages(items: readonly ToScore[], places: Places): Promise<MessageFacts[]>
  ofDraft(recipients: readonly Recipient[], places: Places): Promise<MessageFacts>
}

export function createFactsReader(people: People, habits: HabitBook): FactsReader {
  const personOf = (address: string, known: ReadonlyMap<string, Habits>): PersonFacts => ({
    address,
    standing: people.standingOf(address),
    key: people.keyOf(address),
    pretends: null,
    habits: known.get(address) ?? noHabits,
  })

  function factsOf({ message, features }: ToScore, places: Places, known: ReadonlyMap<string, Habits>): MessageFacts {
    const { participants, listId } = message
    const ours = people.own()
    const author = authorOf(message)
    const own = message.own || ours.has(author) ? (sentFrom(message, places) === null ? 'claimed' : 'sent') : null
    const addressed = addressesOf(participants, ours)
    const others = addressed.filter((address) => address !== author)
    return {
      author:
        own !== null || author === ''
          ? null
          : { ...personOf(author, known), pretends: pretenceOf(message, author, features) },
      others: boundedPeople(others, (address) => personOf(address, known)),
      own,
      submissionByTls: isByTls(sentFrom(message, places)),
      audience: new Set(participants.flatMap(({ type, address }) => (counted.has(type) ? [addressKey(address)] : [])))
        .size,
      listId,
    }
  }

  /** A name says little where machines write in the name of people: lists, services, newsletters. */
  function pretenceOf({ participants, listId }: ToScore['message'], author: string, features: readonly Feature[]) {
    const label = participants.find(({ type }) => type === 'from')?.label ?? ''
    const pretence = people.pretenceOf(author, label)
    const byMachine = listId !== null || featureValue(features, 'bulk-mail') !== undefined || machine.test(author)
    return pretence?.kind === 'name' && byMachine ? null : pretence
  }

  async function habitsFor(addresses: Iterable<string>): Promise<ReadonlyMap<string, Habits>> {
    return habits.of([...new Set(addresses)].filter((address) => address !== ''))
  }

  return {
    async ofMessages(items, places) {
      await people.ready()
      const ours = people.own()
      const known = await habitsFor(
        items.flatMap(({ message }) => [
          authorOf(message),
          ...addressesOf(message.participants, ours).slice(0, privacyLimits.others + 1),
        ]),
      )
      return items.map((item) => factsOf(item, places, known))
    },
    async ofDraft(recipients, places) {
      await people.ready()
      const ours = people.own()
      const addresses = [...new Set(recipients.map(({ address }) => addressKey(address)))].filter(
        (address) => address !== '' && !ours.has(address),
      )
      const known = await habitsFor(addresses.slice(0, privacyLimits.others + 1))
      const [account] = places.accounts()
      return {
        author: null,
        others: boundedPeople(addresses.sort(), (address) => personOf(address, known)),
        own: 'sent',
        submissionByTls: isByTls(account ?? null),
        audience: addresses.length + 1,
        listId: null,
      }
    },
  }
}

/** The author's local part of machines that write in people's names. */
const machine =
  /^(?:[^@]*[-_.+])?(?:no-?reply|do-?not-?reply|notifications?|notify|mailer|messages?|invitations?|share|alerts?)(?:[-_.+][^@]*)?@/

const counted = new Set<Participant['type']>(['from', 'to', 'cc', 'bcc'])

/** Everybody whom a message is between but the user, each once, sorted. */
function addressesOf(participants: readonly Participant[], ours: ReadonlySet<string>): string[] {
  const found = participants.flatMap(({ type, address }) =>
    counted.has(type) && type !== 'from' ? [addressKey(address)] : [],
  )
  return [...new Set(found)].filter((address) => address !== '' && !ours.has(address)).sort()
}

/** Of more people than are told apart, the rest are taken for strangers: more people never make a message more private. */
function boundedPeople(addresses: readonly string[], personOf: (address: string) => PersonFacts): PersonFacts[] {
  const most = privacyLimits.others
  return addresses.map((address, i) =>
    i < most ? personOf(address) : { ...personOf(address), habits: noHabits, key: 'none' },
  )
}

/** The account whose Sent mailbox holds the message; null where only the sender's word says that the user wrote it. */
function sentFrom({ mailboxIds }: ToScore['message'], places: Places): Account | null {
  for (const id of mailboxIds) {
    const mailbox = places.mailbox(id)
    if (mailbox?.role === 'sent') return places.account(mailbox.accountId) ?? null
  }
  return null
}

const isByTls = (account: Account | null): boolean =>
  account !== null && account.smtp !== null && account.smtp.security !== 'none'
