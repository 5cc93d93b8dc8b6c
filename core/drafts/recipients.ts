import { addressKey, isMailAddress } from '../accounts/index.ts'
import { type Account, type DraftOrigin, fail, type Message, type Participant, type Recipient } from '../defs/index.ts'

export interface ListHeaders {
  /** RFC 2369 List-Post, as a `mailto:` address; null if there is none */
  readonly listPost: string | null
  /** Mail-Followup-To: where the sender wants answers to all to go; empty if the header is not there */
  readonly followupTo: readonly string[]
}

interface Recipients {
  readonly to: Recipient[]
  readonly cc: Recipient[]
}

/**
 * Who an answer goes to. Nobody stands there twice, and none of the user's own addresses does unless the user wrote to
 * nobody else. The sender's wishes are kept: Reply-To, and for answers to all Mail-Followup-To.
 */
export function answerRecipients(
  kind: DraftOrigin['kind'],
  message: Pick<Message, 'participants'>,
  accounts: readonly Account[],
  list: ListHeaders,
): Recipients {
  if (kind === 'forward' || kind === 'forward-attached') return { to: [], cc: [] }
  if (kind === 'reply-list') return { to: [listAddress(list.listPost)], cc: [] }

  const own = ownAddresses(accounts)
  const isOwn = (recipient: Recipient) => own.has(withoutTag(recipient.address))
  const of = (type: Participant['type']) =>
    message.participants.filter((person) => person.type === type).map(toRecipient)
  const from = of('from')
  const wanted = of('reply-to').length > 0 ? of('reply-to') : from
  // an answer to what the user wrote goes on to the people it was written to
  const sender = from.length > 0 && from.every(isOwn) && wanted.every(isOwn) ? of('to') : wanted
  if (kind === 'reply') return { to: distinct(sender), cc: [] }

  if (list.followupTo.length > 0) {
    const followup = list.followupTo.map((address) => ({ address, label: labelOf(message, address) }))
    const others = distinct(followup.filter((recipient) => !isOwn(recipient)))
    return { to: others.length > 0 ? others : distinct(sender), cc: [] }
  }
  const to = distinct([...sender, ...of('to')].filter((recipient) => !isOwn(recipient)))
  const known = new Set(to.map((recipient) => addressKey(recipient.address)))
  const cc = distinct(of('cc')).filter((one) => !isOwn(one) && !known.has(addressKey(one.address)))
  return to.length > 0 ? { to, cc } : { to: cc.length > 0 ? cc : distinct(sender), cc: [] }
}

/** The account that the message was written to, then the one that wrote it; null if none is named in it. */
export function accountOf(message: Pick<Message, 'participants'>, accounts: readonly Account[]): Account | null {
  const order: readonly Participant['type'][] = ['to', 'cc', 'bcc', 'from', 'sender', 'reply-to']
  for (const exact of [true, false]) {
    for (const type of order) {
      for (const person of message.participants.filter((participant) => participant.type === type)) {
        const key = exact ? addressKey(person.address) : withoutTag(person.address)
        const account = accounts.find((each) => (exact ? addressKey(each.address) : withoutTag(each.address)) === key)
        if (account !== undefined) return account
      }
    }
  }
  return null
}

function listAddress(listPost: string | null): Recipient {
  const address = /^<?mailto:([^?>\s]+)/i.exec(listPost ?? '')?.[1]
  const decoded = address === undefined ? '' : decode(address)
  if (isMailAddress(decoded)) return { address: decoded, label: '' }
  throw fail('invalid', 'This message names no list address to write to. Answer the sender or everybody instead.')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray per cent sign: the address is taken as it stands
  }
}

const toRecipient = ({ address, label }: Participant): Recipient => ({ address, label })

const ownAddresses = (accounts: readonly Account[]): Set<string> =>
  new Set(accounts.map((account) => withoutTag(account.address)))

/** `ann+shop@example.org` and `ann@example.org` are one mailbox wherever tags are known. */
const withoutTag = (address: string): string => addressKey(address).replace(/\+[^@]*(?=@)/, '')

function distinct(recipients: readonly Recipient[]): Recipient[] {
  const seen = new Map<string, Recipient>()
  for (const recipient of recipients) {
    const key = addressKey(recipient.address)
    if (key !== '' && !seen.has(key)) seen.set(key, recipient)
  }
  return [...seen.values()]
}

const labelOf = (message: Pick<Message, 'participants'>, address: string): string =>
  message.participants.find((person) => addressKey(person.address) === addressKey(address))?.label ?? ''
