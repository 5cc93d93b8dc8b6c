import { domainToASCII } from 'node:url'
import type { DemoMessage } from './demo-message.ts'
import { writeLetter } from './mime.ts'
import { me, type Person, secondAddress } from './people.ts'
import { arrivalLines } from './provider.ts'

const hour = 3_600_000
const day = 24 * hour

const jonas: Person = { name: 'Jonas Weiß', address: 'jonas.weiss@stadtarchiv.example', language: 'de' }
/** It looks like lea@brandt.example: the second letter of its domain is a Cyrillic one. */
const lookAlike: Person = {
  name: 'Léa Brandt',
  address: `lea@${domainToASCII('br\u0430ndt.example')}`,
  language: 'fr',
}

/** What a mailbox holds besides small talk: encrypted mail, a second address of somebody, somebody who pretends. */
export function* special(nowMs: number): Generator<DemoMessage> {
  const kiste = 'Kiste 15: die Liste, verschlüsselt'
  yield* encrypted({ from: jonas, to: me, subject: kiste, receivedMs: nowMs - 20 * hour, seed: 'list.1', first: '' })
  yield* encrypted({
    from: me,
    to: jonas,
    subject: `Re: ${kiste}`,
    receivedMs: nowMs - 18 * hour,
    seed: 'list.2',
    first: 'list.1',
  })
  yield* encrypted({
    from: jonas,
    to: me,
    subject: `Re: ${kiste}`,
    receivedMs: nowMs - 50 * 60_000,
    seed: 'list.3',
    first: 'list.1',
  })
  yield fromSecondAddress(nowMs - 2 * day)
  yield pretended(nowMs - 3 * hour)
}

interface Encrypted {
  readonly from: Person
  readonly to: Person
  readonly subject: string
  readonly receivedMs: number
  readonly seed: string
  /** what it answers; '' for nothing */
  readonly first: string
}

function* encrypted({ from, to, subject, receivedMs, seed, first }: Encrypted): Generator<DemoMessage> {
  const date = new Date(receivedMs)
  const mine = from === me
  const raw = writeLetter({
    from,
    to: [to],
    subject,
    date,
    messageId: `${seed}@stadtarchiv.example`,
    references: first === '' ? [] : [`${first}@stadtarchiv.example`],
    trace: mine ? [] : arrivalLines(from, 'proven', date),
    text: '',
    encryptedBytes: 900,
  })
  yield { mailbox: mine ? 'Sent' : 'INBOX', raw, flags: mine || first === '' ? ['\\Seen'] : [], receivedMs }
}

/** The same person as the first one of the mailbox, from her other place of work. */
function fromSecondAddress(receivedMs: number): DemoMessage {
  const date = new Date(receivedMs)
  const raw = writeLetter({
    from: secondAddress,
    to: [me],
    subject: 'Course reader, second half',
    date,
    messageId: 'reader.1@univ-lyon.example',
    trace: arrivalLines(secondAddress, 'proven', date),
    text: 'I am writing from the university today. The second half of the reader is with the printers; the students get it on Monday.\n\n-- \nA. Haddad\n',
  })
  return { mailbox: 'INBOX', raw, flags: ['\\Seen'], receivedMs }
}

function pretended(receivedMs: number): DemoMessage {
  const date = new Date(receivedMs)
  const raw = writeLetter({
    from: lookAlike,
    to: [me],
    subject: 'Nouveau compte pour le loyer',
    date,
    messageId: 'rib.1@mail.lookalike.example',
    trace: arrivalLines(lookAlike, 'clear', date),
    text: 'Bonjour,\n\nnotre compte a changé. Merci de virer le loyer de ce mois sur le nouveau compte, aujourd’hui si possible :\n\nhttps://paiement.lookalike.example/rib\n\nLéa\n',
  })
  return { mailbox: 'INBOX', raw, flags: [], receivedMs }
}
