/**
 * Plain text as format=flowed (RFC 3676): paragraphs are wrapped with soft breaks, so that they fit any window and
 * still read well where flowing is not known. `delSp` is set when text without spaces (Chinese, Japanese) had to be
 * wrapped: readers then take one space away at each soft break.
 */
export function toFlowed(text: string): { readonly text: string; readonly delSp: boolean } {
  const lines = text.split(/\r\n|\r|\n/)
  const delSp = lines.some((line) => line.split(' ').some((word) => word.length > wrapAt && spaceless.test(word)))
  return { text: lines.flatMap((line) => flowLine(line, delSp)).join('\r\n'), delSp }
}

/** RFC 3676 4.2: lines SHOULD be at most 78 characters; 72 leaves room for a few levels of quoting. */
const wrapAt = 72

/** Scripts written without spaces, in which a line may end between any two characters. */
const spaceless = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/

function flowLine(line: string, delSp: boolean): string[] {
  const prefix = /^>+ ?/.exec(line)?.[0] ?? ''
  const raw = line.slice(prefix.length)
  // A space before a hard break would make it a soft one. Only the signature's delimiter keeps its own.
  const content = raw === '-- ' ? raw : raw.replace(/ +$/, '')
  if (content === '') return [prefix.trimEnd()]
  return wrap(content, delSp).map((piece, index) => (prefix === '' && index === 0 ? stuff(piece) : prefix + piece))
}

/** RFC 3676 4.4: a leading space or From is protected by one more space. Quoted lines bring their own. */
const stuff = (line: string): string => (/^( |From )/.test(line) ? ` ${line}` : line)

function wrap(content: string, delSp: boolean): string[] {
  const pieces: string[] = []
  let start = 0
  let candidate = 0
  for (let at = 1; at < content.length && content.length - start > wrapAt; at += 1) {
    if (at - start > wrapAt && candidate > start) {
      pieces.push(content.slice(start, candidate) + (delSp ? ' ' : ''))
      start = candidate
    }
    if (mayBreak(content, start, at, delSp)) candidate = at
  }
  pieces.push(content.slice(start))
  return pieces
}

/** A continuation must not begin with what would need stuffing: not every reader takes that away again. */
function mayBreak(content: string, start: number, at: number, delSp: boolean): boolean {
  const before = content.charAt(at - 1)
  const after = content.charAt(at)
  if (after === ' ' || after === '>' || content.startsWith('From ', at)) return false
  if (before === ' ') return content.slice(start, at) !== '-- '
  return delSp && (spaceless.test(before) || spaceless.test(after)) && !/[\udc00-\udfff]/.test(after)
}
