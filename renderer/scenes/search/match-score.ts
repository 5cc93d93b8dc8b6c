const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * How well a name fits what was typed: 0 = not at all. Beginnings count most, then beginnings of words, then letters in
 * their order. Case and accents do not count.
 */
export function matchScore(name: string, typed: string): number {
  const text = folded(name)
  const wanted = folded(typed).trim()
  if (wanted === '') return 1
  if (text.startsWith(wanted)) return 100 - text.length / 100
  const words = text.split(/[\s&,/-]+/)
  if (words.some((word) => word.startsWith(wanted))) return 80 - text.length / 100
  if (wanted.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))) return 70 - text.length / 100
  if (text.includes(wanted)) return 50 - text.length / 100
  let at = 0
  for (const char of wanted.replace(/\s/g, '')) {
    at = text.indexOf(char, at) + 1
    if (at === 0) return 0
  }
  return 20 - text.length / 100
}
