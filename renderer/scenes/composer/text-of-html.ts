/** Elements that begin and end on a line of their own. */
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL'.split(
    ' ',
  ),
)

/** Plain text of what is written: quotes get `> `, lists their signs, links their address where the text does not show it. */
export function textOfHtml(root: Node): string {
  return (
    linesOf(root)
      .join('\n')
      .replace(/[ \t]+$/gm, '')
      // The delimiter of a signature ends in a space (RFC 3676 4.3); editors make it another one or drop it.
      .replace(/^--[ \u00a0]*$/gm, '-- ')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\n+$/g, '')
  )
}

function linesOf(root: Node): string[] {
  let lines: string[] = ['']
  const add = (text: string) => {
    lines[lines.length - 1] += text
  }
  const newLine = () => {
    if (lines.at(-1) !== '') lines.push('')
  }
  for (const node of root.childNodes) {
    if (node.nodeType === 3) add((node.nodeValue ?? '').replace(/[\t\n\r ]+/g, ' ').replaceAll('\u200b', ''))
    if (!isElement(node)) continue
    if (node.tagName === 'BR') {
      lines.push('')
      continue
    }
    const inner = innerLines(node)
    if (!BLOCKS.has(node.tagName)) {
      add(inner[0] ?? '')
      lines = [...lines, ...inner.slice(1)]
      continue
    }
    newLine()
    if (lines.at(-1) === '') lines.pop()
    lines = [...lines, ...inner]
    if (node.tagName === 'P' || node.tagName === 'UL' || node.tagName === 'OL' || node.tagName === 'BLOCKQUOTE')
      lines.push('')
    lines.push('')
  }
  return lines
}

const isElement = (node: Node): node is Element => node.nodeType === 1

function innerLines(element: Element): string[] {
  if (element.tagName === 'STYLE' || element.tagName === 'SCRIPT') return ['']
  if (element.tagName === 'PRE') return (element.textContent ?? '').split('\n')
  if (element.tagName === 'HR') return ['----']
  if (element.tagName === 'IMG') return [element.getAttribute('alt') ?? '']
  const lines = linesOf(element)
  while (BLOCKS.has(element.tagName) && lines.length > 1 && lines.at(-1) === '') lines.pop()
  switch (element.tagName) {
    case 'BLOCKQUOTE':
      return lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
    case 'LI': {
      const sign =
        element.parentElement?.tagName === 'OL' ? `${[...element.parentElement.children].indexOf(element) + 1}. ` : '- '
      return lines.map((line, index) => (index === 0 ? sign : ' '.repeat(sign.length)) + line)
    }
    case 'A': {
      const href = element.getAttribute('href') ?? ''
      const shown = element.textContent?.trim() ?? ''
      const says = shown === href || href === `mailto:${shown}` || href.replace(/^https?:\/\/|\/$/g, '') === shown
      return says || href === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1) ?? ''} (${href})`]
    }
    default:
      return lines
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** HTML of a plain text: a block a line, quotes as quotes. */
export function htmlOfText(text: string): string {
  let html = ''
  let level = 0
  for (const line of text.split('\n')) {
    const signs = /^(?:> ?)+/.exec(line)?.[0] ?? ''
    const wanted = signs.replaceAll(' ', '').length
    for (; level < wanted; level += 1) html += '<blockquote type="cite">'
    for (; level > wanted; level -= 1) html += '</blockquote>'
    const rest = line.slice(signs.length)
    html += `<div>${rest.trim() === '' ? '<br>' : escaped(rest)}</div>`
  }
  return html + '</blockquote>'.repeat(level)
}
