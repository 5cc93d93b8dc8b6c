// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { isTooDeep, MAX_DEPTH, MAX_ELEMENTS, MAX_HTML_LENGTH } from './limits.ts'
import { findMarks, markWords } from './marks.ts'
import { findLinks, readPlainText } from './plain-text.ts'
import { prepareMail } from './prepare.ts'
import { quotedName } from './quotes.ts'

const labels = { quoted: (lines: number, name: string | null) => `${lines} from ${name}`, signature: 'Signature' }
const prepare = (html: string, attachments: Parameters<typeof prepareMail>[1]['attachments'] = []) =>
  prepareMail(html, { attachments, labels })
const page = (html: string) => new DOMParser().parseFromString(prepare(html)?.document ?? '', 'text/html')

describe('quotes and signatures fold', () => {
  test('the quote of a reply, with the name of who was quoted', () => {
    const html = `<p>I walked through the boxes again.</p><div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Nov 2026 at 10:04, Jonas Weiß &lt;<a href="mailto:j@s.example">j@s.example</a>&gt; wrote:</div><blockquote>a<br>b<br>c<br>d</blockquote></div>`
    expect(page(html).querySelector('details > summary')?.textContent).toMatch(/^\d+ from Jonas Weiß$/)
  })

  test('what Outlook quotes', () => {
    const html =
      '<p>Yes, Thursday is good for me.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> A<br><b>Sent:</b> now</div><p>one</p><p>two</p><p>three</p>'
    const details = page(html).querySelector('details')
    expect(details?.textContent).toContain('three')
    expect(details?.textContent).not.toContain('Thursday')
  })

  test('a message that only quotes stays open', () => {
    expect(page('<blockquote>a<br>b<br>c<br>d</blockquote>').querySelector('details')).toBeNull()
  })

  test('names are read from the line before a quote, in several languages', () => {
    expect(quotedName('Am Mo., 3. Nov. 2026 um 10:04 Uhr schrieb Jonas Weiß:')).toBe('Jonas Weiß')
    expect(quotedName('On Monday, 3 November 2026 10:04, Jonas Weiß <j@x.example> wrote:')).toBe('Jonas Weiß')
    expect(quotedName('Le lun. 3 nov. 2026 à 10:04, Léa Fontaine <l@x.example> a écrit :')).toBe('Léa Fontaine')
    expect(quotedName('I wrote a book')).toBeNull()
  })
})

describe('plain text', () => {
  test('is read into text, quotes by level, and the signature', () => {
    const blocks = readPlainText('Hello\n\nOn Monday, Jonas wrote:\n> one\n>> deeper\n> two\n\nBye\n-- \nAmira')
    expect(blocks.map(({ kind }) => kind)).toEqual(['text', 'quote', 'text', 'signature'])
    expect(blocks[1]).toMatchObject({
      lines: 3,
      name: 'Jonas',
      blocks: [{ kind: 'text', text: 'one' }, { kind: 'quote' }, { text: 'two' }],
    })
  })

  test('a hundred thousand quote signs neither stop nor crash it', () => {
    expect(readPlainText(`${'>'.repeat(100_000)} x`)).toHaveLength(1)
  })

  test('links of the web and of people are found, scripts are not', () => {
    expect(
      findLinks('see https://a.example/x. or amira@haddad.example, javascript:x').flatMap(({ href }) => href ?? []),
    ).toEqual(['https://a.example/x', 'mailto:amira@haddad.example'])
  })
})

describe('own pictures and limits', () => {
  test('pictures by cid lead to the parts of the message', () => {
    const part = { index: 3, name: 'a.png', type: 'image/png', sizeBytes: 9, contentId: 'Logo@x', inline: true }
    const prepared = prepare('<img src="cid:logo%40x"><img src="cid:unknown">', [part])
    expect(prepared?.parts).toEqual([3])
    expect(prepared?.document).toContain('data-part="3"')
    expect(prepared?.document).not.toContain('cid:')
  })

  test('markup that is too deep is not shown as HTML', () => {
    expect(isTooDeep('<div>'.repeat(20_000))).toBe(true)
    expect(prepare('<b>'.repeat(20_000))).toBeNull()
    expect(isTooDeep('<br><img src=x><p>a</p>'.repeat(20_000))).toBe(false)
  })

  test('what lies too deep or comes too late is cut, and said so', () => {
    expect(prepare(`${'<div>'.repeat(MAX_DEPTH + 50)}deep`)).toMatchObject({ cut: true })
    expect(prepare(`<p>${'<b>x</b>'.repeat(200)}</p>`)).toMatchObject({ cut: false })
    expect(prepare(`<p>a</p>${'x'.repeat(MAX_HTML_LENGTH)}`)).toMatchObject({ cut: true })
    expect(MAX_ELEMENTS).toBeGreaterThan(10_000)
  })
})

describe('what was searched is marked', () => {
  test('without regard to case and accents, from the beginning of words', () => {
    expect(findMarks('Éléphant, elephants; superelephant', ['elephant'])).toEqual([
      [0, 8],
      [10, 18],
    ])
    expect(findMarks('明天开会', ['开会'])).toEqual([[2, 4]])
  })

  test('in a document, leaving its text as it was', () => {
    const root = new DOMParser().parseFromString('<p>the <b>Inventory</b> of the inventory</p>', 'text/html').body
    expect(markWords(root, ['inventory'])).toHaveLength(2)
    expect(root.textContent).toBe('the Inventory of the inventory')
  })
})
