import type { MaildirMessage } from '../servers/index.ts'

/** Plain messages of some kB, each with its own subject and Message-ID; every tenth has none, every seventh is read. */
export function* labMail(count: number, name = 'mail'): Generator<MaildirMessage> {
  for (let n = 1; n <= count; n += 1) {
    yield {
      bytes: labMessage(n, name),
      flags: n % 7 === 0 ? 'S' : n % 11 === 0 ? 'FS' : '',
      receivedMs: 1_600_000_000_000 + n * 60_000,
    }
  }
}

export function labMessage(n: number, name = 'mail'): string {
  const id = n % 10 === 0 ? [] : [`Message-ID: <${name}-${n}@lab.test>`]
  return [
    `From: Sender ${n % 50} <sender${n % 50}@lab.test>`,
    'To: u1@lab.test',
    `Subject: ${name} ${n}`,
    `Date: ${new Date(1_600_000_000_000 + n * 60_000).toUTCString()}`,
    ...id,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `The harbour was quiet on day ${n}. `.repeat(20 + (n % 40)),
    '',
  ].join('\r\n')
}
