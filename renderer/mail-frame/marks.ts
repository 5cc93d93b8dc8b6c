/** Letters without case and accents, each kept at the place it came from. */
function folded(text: string): { text: string; at: number[] } {
  let out = ''
  const at: number[] = []
  for (let index = 0; index < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const plain = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    for (const unit of plain.split('')) {
      out += unit
      at.push(index)
    }
    index += char.length
  }
  at.push(text.length)
  return { text: out, at }
}

const IN_WORD = /[\p{L}\p{N}]/u
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/**
 * Where words stand in a text: [start, end) UTF-16 offsets, in order, not overlapping. Case and accents do not count; a
 * word counts from its beginning, so that `art` is not found in `start`.
 */
export function findMarks(text: string, words: readonly string[]): [number, number][] {
  const hay = folded(text)
  const found: [number, number][] = []
  for (const word of words) {
    const needle = folded(word).text.trim()
    if (needle === '') continue
    for (let from = hay.text.indexOf(needle); from !== -1; from = hay.text.indexOf(needle, from + needle.length)) {
      const before = hay.text.charAt(from - 1)
      if (IN_WORD.test(before) && !UNSPACED.test(needle.charAt(0))) continue
      found.push([hay.at[from] ?? 0, hay.at[from + needle.length] ?? text.length])
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  return found.filter(([start], index) => index === 0 || start >= (found[index - 1]?.[1] ?? 0))
}

/** Marks words in the text of a document and returns the marks, first to last. */
export function markWords(root: Element, words: readonly string[]): HTMLElement[] {
  const document = root.ownerDocument
  const walker = document.createTreeWalker(root, 4 /* text */)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest('style, summary') === null) texts.push(node as Text) // checked: text nodes only
  }
  return texts.flatMap((node) => {
    const marks = findMarks(node.data, words).reverse()
    return marks
      .map(([start, end]) => {
        const middle = node.splitText(start)
        middle.splitText(end - start)
        const mark = document.createElement('mark')
        mark.className = 'caliopen-hit'
        middle.replaceWith(mark)
        mark.append(middle)
        return mark
      })
      .reverse()
  })
}
