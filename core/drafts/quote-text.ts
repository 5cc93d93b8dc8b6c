import type { Message, Participant } from '../defs/index.ts'

type Header = Pick<Message, 'participants' | 'subject' | 'dateMs'>

/** A quote longer than this is cut: nobody reads it, and every answer would carry it on. */
const maxQuotedLength = 200_000

/** Every line marked with `> ` (RFC 3676 4.5: marks of deeper quotes stand close together). */
export function quoteText(text: string): string {
  return text
    .slice(0, maxQuotedLength)
    .replace(/\r\n|\r/g, '\n')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
    .join('\n')
}

/** `language` is a BCP 47 tag; English where there is no sentence in it. */
export function attribution(message: Header, language: string): string {
  const author = message.participants.find((person) => person.type === 'from')
  const name = author === undefined ? '?' : author.label || author.address
  const sentence = sentences[language.slice(0, 2).toLowerCase()] ?? english
  return sentence(longDate(message.dateMs, language), name)
}

/** The lines that stand above a forwarded message, label and value. */
export function forwardedHeader(message: Header): readonly (readonly [string, string])[] {
  const people = (type: Participant['type']) =>
    message.participants
      .filter((person) => person.type === type)
      .map(({ label, address }) => (label === '' ? address : `${label} <${address}>`))
      .join(', ')
  const lines: [string, string][] = [
    ['From', people('from')],
    ['Date', new Date(message.dateMs).toUTCString()],
    ['Subject', message.subject],
    ['To', people('to')],
    ['Cc', people('cc')],
  ]
  return lines.filter(([, value]) => value !== '')
}

export const forwardedTitle = '---------- Forwarded message ----------'

/** The day alone, in UTC: the hour would tell the reader in which time zone the answer was written. */
function longDate(ms: number, language: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeZone: 'UTC' }
  try {
    return new Intl.DateTimeFormat(language === 'system' || language === 'en' ? 'en-GB' : language, options).format(ms)
  } catch {
    return new Intl.DateTimeFormat('en-GB', options).format(ms) // a tag that the platform does not know
  }
}

type Sentence = (date: string, name: string) => string
const english: Sentence = (date, name) => `On ${date}, ${name} wrote:`
const sentences: Readonly<Record<string, Sentence>> = {
  fr: (date, name) => `Le ${date}, ${name} a écrit :`,
  de: (date, name) => `Am ${date} schrieb ${name}:`,
  es: (date, name) => `El ${date}, ${name} escribió:`,
  it: (date, name) => `Il ${date}, ${name} ha scritto:`,
}
