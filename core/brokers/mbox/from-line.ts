/** What a From_ line says (RFC 4155, and what programs write): when the message was delivered. */
export interface FromLine {
  readonly receivedMs: number | null
}

const time = /\d{1,2}:\d{2}(:\d{2})?/
const year = /\b(19|20)\d{2}\b/
/** asctime, as every program that writes mbox files writes it */
const asctime = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +\w{3} +\w{1,3} +\d{1,2}:\d{2}/
const header = /^(>?From |[!-9;-~]+[ \t]*:)/

/**
 * Reads a line that begins with `From `. Text in a message may begin so too, so the line must carry a date and time,
 * or stand alone as one word after a blank line with a header field below it.
 */
export function readFromLine(line: string, nextLine: string, afterBlank: boolean): FromLine | null {
  if (!line.startsWith('From ')) return null
  const rest = line.slice('From '.length).trim()
  const dated = time.test(rest) && year.test(rest)
  const plausible = header.test(nextLine) || (nextLine.trim() === '' && asctime.test(rest))
  if (dated && plausible) return { receivedMs: dateOf(rest) }
  const bare = afterBlank && !/\s/.test(rest) && header.test(nextLine)
  return bare ? { receivedMs: null } : null
}

/** `user@host Thu Jan  1 00:00:00 1970 +0100`: everything after the first word, in UTC unless it says otherwise. */
function dateOf(rest: string): number | null {
  const text = rest.replace(/^\S+\s+/, '')
  const zoned = /[+-]\d{4}|GMT|UTC|Z$/.test(text) ? text : `${text} UTC`
  const parsed = Date.parse(zoned)
  return Number.isNaN(parsed) ? null : parsed
}
