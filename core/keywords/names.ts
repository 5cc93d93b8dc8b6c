/**
 * Keywords (RFC 9051 2.3.2) are how mail servers keep tags; Gmail keeps labels instead. Both come to us among the flags of
 * a message: keywords as they are, labels behind `labelMark`, which no keyword can begin with.
 */
export const labelMark = '%'

/** Longer ones are no names; servers take at least this much. */
const maxKeywordUnits = 100

/** What they say is said otherwise here, or is nothing that a person set. In lower case. */
const notTags: ReadonlySet<string> = new Set([
  '$forwarded',
  'forwarded',
  '$mdnsent',
  'mdnsent',
  '$junk',
  '$notjunk',
  'junk',
  'notjunk',
  'nonjunk',
  '$nonjunk',
  '$phishing',
  '$autojunk',
  '$submitpending',
  '$submitted',
  '$hasattachment',
  '$hasnoattachment',
  '$hasmemo',
  '$memo',
  '$x-me-annot-2',
  '$ismailinglist',
  '$isnotification',
  '$istrusted',
  '$maillabelset',
  '$canunsubscribe',
  '$unsubscribed',
  '$muted',
  '$followed',
  '$new',
  '$notify',
  '$importedmail',
  '$maskedemail',
  '$mailflagbit0',
  '$mailflagbit1',
  '$mailflagbit2',
  'redirected',
  '$redirected',
  '$recent',
  '$deleted',
  'receipt-handled',
  '$mdnrequired',
])

/** The system tag: what RFC 8457 calls important, and what Thunderbird's first label is called. */
export const importantKeyword = '$Important'
const aliases: ReadonlyMap<string, string> = new Map([['$label1', importantKeyword]])

/** The labels that Thunderbird is delivered with, by their keywords. */
export const knownLabels = [
  { keyword: '$label2', name: 'Work', colour: 'amber' },
  { keyword: '$label3', name: 'Personal', colour: 'green' },
  { keyword: '$label4', name: 'To do', colour: 'blue' },
  { keyword: '$label5', name: 'Later', colour: 'purple' },
] as const

/** The keywords and labels among the flags of a message that stand for tags; labels without their mark. */
export function keywordsIn(flags: readonly string[]): string[] {
  return flags.flatMap((flag) => {
    if (flag.startsWith('\\')) return []
    const keyword = flag.startsWith(labelMark) ? flag.slice(labelMark.length) : flag
    const name = keyword.toLowerCase()
    if (keyword === '' || keyword.startsWith('\\') || keyword.length > maxKeywordUnits || notTags.has(name)) return []
    return [aliases.get(name) ?? keyword]
  })
}

/** Every keyword that means the same, as a server may hold it: what has to go when a tag is taken off. */
export function withAliases(keyword: string): string[] {
  const others = [...aliases].flatMap(([alias, of]) => (keywordKey(of) === keywordKey(keyword) ? [alias] : []))
  return [keyword, ...others]
}

/** Equal for keywords that mean the same tag: case does not count, nor whether a label has been made an atom. */
export const keywordKey = (keyword: string): string => atomOf(keyword).toLowerCase()

/** What cannot stand in an atom (RFC 9051 section 9), and what one must not begin with here: `$` is for registered names. */
const notAtom = /[\s(){%*"\\\]\p{Cc}]/gu

/** A keyword as servers take it: an atom. Other letters than ASCII are written in modified UTF-7 (RFC 3501 5.1.3). */
export function atomOf(keyword: string): string {
  return encodeUtf7(keyword.replaceAll(notAtom, '_')).slice(0, maxKeywordUnits)
}

/** A keyword for a tag that is named so, and that none of `taken` (keyword keys) means already. */
export function keywordFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize('NFC').trim().replace(/^\$+/, '_')
  const base = atomOf(plain).slice(0, maxKeywordUnits - 4) || 'tag'
  for (let number = 1; ; number += 1) {
    const keyword = number === 1 ? base : `${base}_${number}`
    const key = keywordKey(keyword)
    if (!taken.has(key) && keywordsIn([keyword]).length > 0) return keyword
  }
}

/** What a tag is called that a server brought: the keyword, readable. */
export function nameOf(keyword: string): string {
  const known = knownLabels.find((label) => keywordKey(label.keyword) === keywordKey(keyword))
  if (known !== undefined) return known.name
  const name = decodeUtf7(keyword).replaceAll('_', ' ').replaceAll(/\p{C}/gu, '').trim()
  return (name === '' ? keyword : name).slice(0, maxKeywordUnits)
}

/** The ampersand stays, so that what has been encoded is not encoded once more. */
function encodeUtf7(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]+/g, (run) => {
    let bytes = ''
    for (let at = 0; at < run.length; at += 1) {
      const unit = run.charCodeAt(at)
      bytes += String.fromCharCode(unit >>> 8, unit & 0xff)
    }
    return `&${btoa(bytes).replaceAll('=', '').replaceAll('/', ',')}-`
  })
}

/** What is no modified UTF-7 stays as it is. */
function decodeUtf7(text: string): string {
  return text.replaceAll(/&([A-Za-z0-9+,]*)-/g, (whole, run: string) => {
    if (run === '') return '&'
    try {
      const bytes = atob(run.replaceAll(',', '/'))
      let decoded = ''
      for (let at = 0; at + 1 < bytes.length; at += 2) {
        decoded += String.fromCharCode((bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1))
      }
      return decoded.isWellFormed() ? decoded : whole
    } catch {
      return whole // no base64
    }
  })
}
