import type { DraftContent } from './drafts.ts'

/** Recipients that one link may name; more is an attack and not an address. */
const MAX_RECIPIENTS = 50

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const people = (text: string) =>
  decode(text)
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .slice(0, MAX_RECIPIENTS)
    .map((address) => ({ address: address.slice(0, 320), label: '' }))

/** Reads a `mailto:` address (RFC 6068) into the beginning of a draft. Unknown fields, files above all, are ignored. */
export function readMailto(href: string): Partial<DraftContent> {
  const [to = '', query = ''] = href.replace(/^mailto:/i, '').split(/\?(.*)/s, 2)
  const fields = new Map(
    query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2)
      return [name.toLowerCase(), value] as const
    }),
  )
  const text = decode(fields.get('body') ?? '').replace(/\r\n/g, '\n')
  const subject = decode(fields.get('subject') ?? '').replace(/[\r\n]+/g, ' ')
  return {
    to: [...people(to), ...people(fields.get('to') ?? '')],
    ...(fields.has('cc') ? { cc: people(fields.get('cc') ?? '') } : {}),
    ...(fields.has('bcc') ? { bcc: people(fields.get('bcc') ?? '') } : {}),
    ...(subject === '' ? {} : { subject: subject.slice(0, 10_000) }),
    ...(text === '' ? {} : { text: text.slice(0, 100_000) }),
  }
}
