import { createHash } from 'node:crypto'

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** A plain message with LF line ends, of a size that goes with its number; each word `needle<n>` stands in one of them. */
export function ownMessage(n: number): string {
  return [
    `From: Sender ${n % 20} <sender${n % 20}@example.org>`,
    'To: me@example.net',
    `Subject: Round ${n}`,
    `Date: ${new Date(1_700_000_000_000 + n * 60_000).toUTCString()}`,
    `Message-ID: <own-${n}@example.org>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `needle${n} lies in the hay. ${'The harbour was quiet that day. '.repeat(5 + (n % 60))}`,
    '',
  ].join('\n')
}

/** `count` messages as one mbox file. */
export function ownMbox(count: number): string {
  const fromLine = 'From sender@example.org Thu Jan  1 00:00:01 2015\n'
  return Array.from({ length: count }, (_, n) => `${fromLine}${ownMessage(n)}\n`).join('')
}
