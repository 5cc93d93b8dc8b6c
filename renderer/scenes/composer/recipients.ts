import type { Recipient } from '../../../core/defs/index.ts'

/** Recipients taken from one paste; a longer list is a mistake or belongs into a mailing list. */
export const MAX_PASTED = 500

/** Good enough to catch slips: a name, one @, a host with a dot. Servers have the last word. Non-ASCII is allowed (RFC 6531). */
const ADDRESS = /^(?:"[^"]+"|[^\s@<>,;:"()[\]\\]+)@[^\s@<>,;:"()[\]\\.]+(?:\.[^\s@<>,;:"()[\]\\.]+)+$/

export const isValidAddress = (address: string): boolean => address.length <= 254 && ADDRESS.test(address)

/** Reads one written person: `Amira Haddad <amira@haddad.example>`, `amira@haddad.example (Amira)` or an address alone. */
function readOne(text: string): Recipient | null {
  const trimmed = text.trim().replace(/^mailto:/i, '')
  if (trimmed === '') return null
  const angled = /^(.*?)<([^<>]*)>\s*$/s.exec(trimmed)
  if (angled !== null) {
    const label = (angled[1] ?? '')
      .trim()
      .replace(/^["']|["']$/g, '')
      .replace(/\\(.)/g, '$1')
    return { address: (angled[2] ?? '').trim(), label }
  }
  const commented = /^(\S+@\S+)\s+\(([^()]*)\)$/.exec(trimmed)
  if (commented !== null) return { address: commented[1] ?? '', label: (commented[2] ?? '').trim() }
  return { address: trimmed, label: '' }
}

/** Reads many people, parted by commas, semicolons, line breaks or tabs; commas within quotes belong to the name. */
export function readRecipients(text: string): Recipient[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  let angled = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    if (char === '<') angled = true
    if (char === '>') angled = false
    const parts_ =
      char === '\n' || char === '\r' || char === '\t' || (!quoted && !angled && (char === ',' || char === ';'))
    if (parts_) {
      parts.push(part)
      part = ''
      quoted = false
      angled = false
    } else part += char
  }
  parts.push(part)
  return parts
    .flatMap((one) => (/\S@\S+\s+\S+@\S/.test(one) && !one.includes('<') ? one.split(/\s+/) : [one]))
    .flatMap((one) => readOne(one) ?? [])
    .slice(0, MAX_PASTED)
}

/** As it is written in a field, so that `readRecipients` gives the same again. */
export function writeRecipient({ address, label }: Recipient): string {
  if (label === '') return address
  return /[,;"<>@]/.test(label) ? `"${label.replaceAll('"', '')}" <${address}>` : `${label} <${address}>`
}

const same = (a: Recipient, b: Recipient): boolean => a.address.toLowerCase() === b.address.toLowerCase()

/** The list with more people at its end, each address once. */
export function withRecipients(list: readonly Recipient[], more: readonly Recipient[]): Recipient[] {
  const all = [...list]
  for (const one of more) if (!all.some((other) => same(other, one))) all.push(one)
  return all
}

export const withoutRecipient = (list: readonly Recipient[], gone: Recipient): Recipient[] =>
  list.filter((one) => !same(one, gone))
