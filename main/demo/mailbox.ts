import type { DemoMessage } from './demo-message.ts'
import { type Letter, type Part, paintPng, writeLetter, writePdf } from './mime.ts'
import { me, type Person, people } from './people.ts'
import { type Arrival, arrivalLines } from './provider.ts'
import { special } from './special.ts'
import { listTopics, newsletters, type Topic, topics } from './texts.ts'

const hour = 3_600_000
const day = 24 * hour
/** How often each topic comes back, with other people: enough for a list that has to scroll. */
const rounds = 12

/** The same mailbox for the same `nowMs`: several hundred messages of the last year, the latest a few minutes old. */
export function* generateDemo(nowMs: number): Generator<DemoMessage> {
  yield* special(nowMs)
  let thread = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const person of people) {
      const choice = topics[person.language]
      const topic = choice[(round + thread) % choice.length]
      if (topic === undefined) continue
      const startMs = nowMs - 7 * 60_000 - round * 26 * day - thread * 5 * hour
      yield* conversation(person, topic, startMs, `${thread}`, round > 1)
      thread += 1
    }
    yield* lists(nowMs, round)
    yield* letters(nowMs, round)
  }
}

/** Turns alternate between the person and me; the newest comes last and is the thread's date. */
function* conversation(
  person: Person,
  topic: Topic,
  lastMs: number,
  seed: string,
  old: boolean,
): Generator<DemoMessage> {
  const references: string[] = []
  const together = Number(seed) % 5 === 0 ? [people[(Number(seed) + 3) % people.length] ?? person] : []
  for (const [turn, text] of topic.turns.entries()) {
    const mine = turn % 2 === 1
    const from = mine ? me : person
    const to = [mine ? person : me, ...together.filter((other) => other !== person)]
    const messageId = `${seed}.${turn}@${from.address.split('@')[1]}`
    const receivedMs = lastMs - (topic.turns.length - 1 - turn) * 3 * hour
    const before = mine ? person : me
    const beforeDay = new Date(receivedMs - 3 * hour).toUTCString().slice(0, 16)
    const quoted = turn === 0 ? '' : `\n\nOn ${beforeDay}, ${before.name} wrote:\n> ${topic.turns[turn - 1] ?? ''}\n`
    const letter: Letter = {
      from,
      to,
      subject: turn === 0 ? topic.subject : `Re: ${topic.subject}`,
      date: new Date(receivedMs),
      messageId,
      references: [...references],
      trace: mine ? [] : arrivalLines(from, arrivalOf(from), new Date(receivedMs)),
      text: `${text}${quoted}\n\n-- \n${from.name}\n`,
      attachments: turn === 0 ? attachmentsFor(Number(seed)) : [],
    }
    references.push(messageId)
    const seen = mine || old || turn < topic.turns.length - 1
    const flags = [
      ...(seen ? ['\\Seen'] : []),
      ...(Number(seed) % 11 === 0 && turn === 0 ? ['\\Flagged'] : []),
      ...(turn + 1 < topic.turns.length && !mine ? ['\\Answered'] : []),
    ]
    yield {
      mailbox: mine ? 'Sent' : old && Number(seed) % 3 === 0 ? 'Archive' : 'INBOX',
      raw: writeLetter(letter),
      flags,
      receivedMs,
    }
  }
}

/** Most people's providers sign by now; some only encrypt the way, and one does not even that. */
const arrivalOf = (person: Person): Arrival => {
  const place = people.indexOf(person)
  return place % 6 === 5 ? 'clear' : place % 3 === 2 ? 'encrypted-way' : 'proven'
}

function attachmentsFor(seed: number): Part[] {
  if (seed % 6 === 1)
    return [{ type: 'application/pdf', name: 'Unterlagen – Übersicht.pdf', bytes: writePdf(`Sample document ${seed}`) }]
  if (seed % 6 === 3) return [{ type: 'image/png', name: 'φωτογραφία 14.png', bytes: paintPng(480, 320, seed % 7) }]
  if (seed % 12 === 8)
    return [
      {
        type: 'text/calendar; method=REQUEST; charset=utf-8',
        name: 'invite.ics',
        bytes: Buffer.from(invitation(seed)),
      },
    ]
  return []
}

function invitation(seed: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//sample//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${seed}@sample.example`,
  ]
  return [
    ...lines,
    'DTSTAMP:20260101T090000Z',
    'DTSTART:20261215T140000Z',
    'DTEND:20261215T150000Z',
    'SUMMARY:Reading group',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

const listServer: Person = { name: '', address: 'bounces@lists.example', language: 'en' }

function* lists(nowMs: number, round: number): Generator<DemoMessage> {
  for (const [index, topic] of listTopics.entries()) {
    const list = index === 0 ? 'debian-security-announce.lists.example' : 'offline-first.lists.example'
    const references: string[] = []
    for (const [turn, text] of topic.turns.entries()) {
      const from = people[(round + turn + index) % people.length] ?? me
      const messageId = `list${index}.${round}.${turn}@lists.example`
      const receivedMs = nowMs - round * 21 * day - index * 2 * day - (topic.turns.length - turn) * 40 * 60_000
      const raw = writeLetter({
        from,
        to: [{ name: '', address: list.replace('.', '@'), language: 'en' }],
        subject: turn === 0 ? topic.subject : `Re: ${topic.subject}`,
        date: new Date(receivedMs),
        messageId,
        references: [...references],
        headers: [
          `List-Id: <${list}>`,
          `List-Post: <mailto:${list.replace('.', '@')}>`,
          `List-Unsubscribe: <https://lists.example/unsubscribe/${index}>`,
        ],
        trace: arrivalLines(listServer, 'encrypted-way', new Date(receivedMs)),
        text: `${text}\n\n_______________________________________________\n${list} mailing list\n`,
      })
      references.push(messageId)
      yield { mailbox: 'INBOX', raw, flags: round === 0 && turn > 0 ? [] : ['\\Seen'], receivedMs }
    }
  }
}

/** Newsletters, as they are: pictures from elsewhere, a counting pixel, links through a counter. */
function* letters(nowMs: number, round: number): Generator<DemoMessage> {
  for (const [index, { from, address, subject, heading, text }] of newsletters.entries()) {
    const host = address.split('@')[1] ?? 'news.example'
    const receivedMs = nowMs - round * 14 * day - index * 9 * hour - 2 * hour
    const html = `<html><head><style>h1{font:600 24px Georgia,serif}.button{background:#7a2b2b;color:#fff;padding:12px 20px;text-decoration:none}</style></head>
<body style="margin:0;background:#f4efe6"><table width="600" align="center" cellpadding="24" style="background:#fff"><tr><td>
<img src="cid:banner-${index}@${host}" width="552" height="120" alt="${from}">
<h1>${heading}</h1><p>${text}</p><p><img src="https://images.${host}/cover-${round}.jpg" width="240" height="320" alt="">
<img src="https://images.${host}/cover-${round + 1}.jpg" width="240" height="320" alt=""></p>
<p><a class="button" href="https://click.mailmetric.example/t/${round}?u=https%3A%2F%2F${host}%2F&utm_source=letter&utm_campaign=${round}">${host}</a></p>
<img src="https://open.mailmetric.example/o/${index}-${round}.gif" width="1" height="1" alt=""></td></tr></table></body></html>`
    const sender: Person = { name: from, address, language: 'en' }
    const raw = writeLetter({
      from: sender,
      trace: arrivalLines(sender, index === 0 ? 'encrypted-way' : 'proven', new Date(receivedMs)),
      to: [me],
      subject: round === 0 ? subject : `${subject} (${round + 1})`,
      date: new Date(receivedMs),
      messageId: `letter${index}.${round}@${host}`,
      headers: [
        `List-Unsubscribe: <https://${host}/bye>, <mailto:bye@${host}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Precedence: bulk',
      ],
      text: `${heading}\n\n${text}\n\nhttps://${host}/`,
      html,
      inline: [
        {
          type: 'image/png',
          name: 'banner.png',
          contentId: `banner-${index}@${host}`,
          bytes: paintPng(552, 120, index + 2),
        },
      ],
    })
    yield { mailbox: 'INBOX', raw, flags: round < 2 ? [] : ['\\Seen'], receivedMs }
  }
}
