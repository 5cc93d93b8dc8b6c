import { domainToUnicode } from 'node:url'
import { skeleton } from './skeleton.ts'

/** Scripts with letters that cannot be told from Latin ones. */
const lookAlikes = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const latin = /\p{Script=Latin}/u
const ascii = /^[\x20-\x7e]*$/

/**
 * What a host is made to look like: one of its labels mixes Latin with letters of another script that look like it, or is
 * written in such letters alone under an end that is not of their script. Null for every other host, in whatever script.
 * `host` in ASCII (punycode) or as people see it.
 */
export function confusedHost(host: string): string | null {
  const shown = host.includes('xn--') ? domainToUnicode(host) || host : host
  if (ascii.test(shown)) return null
  const labels = shown.split('.')
  const end = labels.at(-1) ?? ''
  const confused = labels.slice(0, -1).some((label) => {
    if (!lookAlikes.test(label)) return false
    if (latin.test(label)) return true
    return ascii.test(end) && ascii.test(skeleton(label))
  })
  return confused ? labels.map((label) => (ascii.test(label) ? label : skeleton(label))).join('.') : null
}
