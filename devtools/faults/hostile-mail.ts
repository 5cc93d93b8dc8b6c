/** Messages made to break a mail program: each valid enough to be delivered by a server. */

const head = (name: string): string =>
  [
    'From: Mallory <mallory@example.net>',
    `Subject: Hostile ${name}`,
    'Date: Mon, 2 Nov 2026 10:00:00 +0000',
    `Message-ID: <hostile-${name}@example.net>`,
    'MIME-Version: 1.0',
    '',
  ].join('\r\n')

/** Multiparts within multiparts, text at the bottom. */
export function nestedMail(depth: number): string {
  const opening = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  )
  const closing = Array.from({ length: depth }, (_, n) => `\r\n--b${depth - 1 - n}--`)
  return `${head('nested')}To: me@example.net\r\n${opening.join('')}Content-Type: text/plain\r\n\r\nbottomword\r\n${closing.join('')}\r\n`
}

export function manyPartsMail(count: number): string {
  const part = 'Content-Type: text/plain\r\n\r\nx\r\n'
  return `${head('parts')}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${Array.from({ length: count }, () => part).join('--b\r\n')}--b--\r\n`
}

export function manyHeadersMail(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => `X-Line-${n}: ${n}\r\n`)
  return `${head('headers')}To: me@example.net\r\n${lines.join('')}\r\nheaderword\r\n`
}

export function manyRecipientsMail(count: number): string {
  const to = Array.from({ length: count }, (_, n) => `p${n}@example.org`).join(',\r\n ')
  return `${head('recipients')}To: ${to}\r\n\r\nrecipientword\r\n`
}

/** A message whose attachment has that many bytes, in base64 lines. */
export function hugeMail(bytes: number): Buffer {
  const line = `${'QUJD'.repeat(19)}\r\n`
  const start = `${head('huge')}To: me@example.net\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhugeword\r\n--b\r\nContent-Type: application/octet-stream; name=big.bin\r\nContent-Disposition: attachment; filename=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n`
  return Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, line), Buffer.from('\r\n--b--\r\n')])
}
