/**
 * A year of mail among twelve people, each with several addresses, one of them the user: the same every time. What each
 * message is between is said by name, so that a test can tell by itself which of them belong together.
 */

export interface Person {
  readonly name: string
  readonly addresses: readonly string[]
}

export interface ScriptedMail {
  readonly subject: string
  readonly dateMs: number
  /** addresses as they stand in it */
  readonly from: string
  readonly to: readonly string[]
  readonly listId: string | null
  readonly inReplyTo: string | null
  readonly messageId: string
  readonly sent: boolean
  readonly bytes: Uint8Array
}

export const me: Person = { name: 'Maud', addresses: ['maud@home.example', 'maud@work.example', 'm.k@club.example'] }

export const others: readonly Person[] = [
  ['Ann', 'ann@x.example', 'ann@y.example', 'a.other@work.example'],
  ['Bo', 'bo@x.example', 'bo@z.example'],
  ['Cyd', 'cyd@x.example', 'cyd@mail.example'],
  ['Dee', 'dee@y.example', 'dee+shop@y.example'],
  ['Eli', 'eli@x.example', 'eli@firm.example', 'eli@old.example'],
  ['Fay', 'fay@x.example', 'fay@y.example'],
  ['Gus', 'gus@z.example', 'gus@mail.example'],
  ['Hal', 'hal@x.example', 'hal@work.example'],
  ['Ida', 'ida@x.example', 'ida@y.example'],
  ['Jon', 'jon@z.example', 'jon@club.example'],
  ['Kay', 'kay@x.example', 'kay@y.example', 'kay@mail.example'],
].map(([name = '', ...addresses]) => ({ name, addresses }))

export const club = { listId: 'plans.club.example', address: 'plans@club.example' }

const messages = 720
const firstMs = Date.UTC(2025, 0, 1, 8)
const stepMs = 12 * 3_600_000 + 137_000

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

export function scriptedYear(): ScriptedMail[] {
  const random = randomFrom(12)
  const pick = <T>(all: readonly T[]): T => {
    const one = all[random(all.length)]
    if (one === undefined) throw new Error('Nothing to pick from')
    return one
  }
  const year: ScriptedMail[] = []
  for (let n = 0; n < messages; n++) {
    const own = random(3) === 0
    const kind = random(20)
    const mine = pick(me.addresses)
    const company = Array.from({ length: 1 + (random(3) === 0 ? random(3) : 0) }, () => pick(pick(others).addresses))
    const author = own ? mine : pick(company)
    const answered = year.length > 0 && random(3) === 0 ? pick(year.slice(-30)) : null
    const facts = { number: n, dateMs: firstMs + n * stepMs, sent: own, from: author, listId: null, inReplyTo: null }
    if (kind < 3) {
      // the list: what comes by it has its List-Id, what the user writes to it has not
      year.push(mail({ ...facts, to: [club.address], listId: own ? null : club.listId }))
    } else if (kind === 3) {
      year.push(mail({ ...facts, sent: true, from: mine, to: [pick(me.addresses)] }))
    } else if (kind === 4) {
      const crowd = Array.from({ length: 150 }, (_, i) => `guest${i}@crowd${n % 3}.example`)
      year.push(mail({ ...facts, sent: false, from: pick(company), to: [mine, ...crowd] }))
    } else {
      const to = [...(own ? company : [mine, ...company])].filter((address) => address !== author)
      year.push(mail({ ...facts, to, inReplyTo: answered?.messageId ?? null }))
    }
  }
  return year
}

function mail(
  facts: Omit<ScriptedMail, 'bytes' | 'subject' | 'messageId'> & { readonly number: number },
): ScriptedMail {
  const { number, from, to, dateMs, listId, inReplyTo } = facts
  const subject = `message ${number}`
  const messageId = `m${number}@year.example`
  const head = [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    `Subject: ${subject}`,
    `Date: ${new Date(dateMs).toUTCString()}`,
    `Message-ID: <${messageId}>`,
    ...(listId === null ? [] : [`List-Id: The plans <${listId}>`, `List-Post: <mailto:${club.address}>`]),
    ...(inReplyTo === null ? [] : [`In-Reply-To: <${inReplyTo}>`]),
  ]
  const bytes = new TextEncoder().encode(`${head.join('\r\n')}\r\n\r\nThe words of ${subject}.\r\n`)
  return { ...facts, subject, messageId, bytes }
}
