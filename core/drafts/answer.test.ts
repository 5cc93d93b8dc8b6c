import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeAccount } from '../../devtools/fakes/index.ts'
import type { Participant } from '../defs/index.ts'
import { quoteOf } from './body.ts'
import { quotedTextToHtml } from './escape-html.ts'
import { followupTo } from './followup-to.ts'
import { neutralHtml } from './quote-html.ts'
import { attribution, quoteText } from './quote-text.ts'
import { accountOf, answerRecipients } from './recipients.ts'
import { threadingOf } from './references.ts'
import { answerSubject, forwardSubject } from './subject.ts'

const person = (type: Participant['type'], address: string, label = ''): Participant => ({ type, address, label })
const accounts = [fakeAccount(), fakeAccount({ id: 'account-2', address: 'ann@work.example' })]
const noList = { listPost: null, followupTo: [] }
const addresses = (people: readonly { address: string }[]) => people.map(({ address }) => address)

describe('subjects', () => {
  test.each([
    ['Hello', 'Re: Hello', 'Fwd: Hello'],
    ['Re: Hello', 'Re: Hello', 'Fwd: Re: Hello'],
    ['AW: Re: Sv: Hello', 'Re: Hello', 'Fwd: AW: Re: Sv: Hello'],
    ['RE[2]: Hello', 'Re: Hello', 'Fwd: RE[2]: Hello'],
    ['Fwd: WG: Hello', 'Re: Fwd: WG: Hello', 'Fwd: Hello'],
    ['回复：你好', 'Re: 你好', 'Fwd: 回复：你好'],
    ['Recipe: soup', 'Re: Recipe: soup', 'Fwd: Recipe: soup'],
    ['', 'Re:', 'Fwd:'],
  ])('%s is answered as %s and forwarded as %s', (subject, answered, forwarded) => {
    expect(answerSubject(subject)).toBe(answered)
    expect(forwardSubject(subject)).toBe(forwarded)
  })

  test('answering an answer never adds another mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (subject) => {
        expect(answerSubject(answerSubject(subject))).toBe(answerSubject(subject))
        expect(forwardSubject(forwardSubject(subject))).toBe(forwardSubject(subject))
      }),
    )
  })
})

describe('who an answer goes to', () => {
  const message = {
    participants: [
      person('from', 'bo@example.net', 'Bo'),
      person('to', 'Ann+shop@Example.org'),
      person('to', 'cy@example.net', 'Cy'),
      person('cc', 'ann@work.example'),
      person('cc', 'CY@example.net'),
      person('cc', 'di@example.net'),
    ],
  }

  test('the sender alone, or where the sender asks for answers', () => {
    expect(addresses(answerRecipients('reply', message, accounts, noList).to)).toEqual(['bo@example.net'])
    const asked = { participants: [...message.participants, person('reply-to', 'desk@example.net')] }
    expect(addresses(answerRecipients('reply', asked, accounts, noList).to)).toEqual(['desk@example.net'])
  })

  test('everybody once, and none of the own addresses', () => {
    const { to, cc } = answerRecipients('reply-all', message, accounts, noList)
    expect(addresses(to)).toEqual(['bo@example.net', 'cy@example.net'])
    expect(addresses(cc)).toEqual(['di@example.net'])
  })

  test('Mail-Followup-To is where an answer to all goes', () => {
    const list = { listPost: null, followupTo: ['list@example.net', 'ann@example.org'] }
    expect(answerRecipients('reply-all', message, accounts, list)).toEqual({
      to: [{ address: 'list@example.net', label: '' }],
      cc: [],
    })
  })

  test('an answer to the own message goes on to the people it was for', () => {
    const own = { participants: [person('from', 'ann@example.org'), person('to', 'bo@example.net')] }
    expect(addresses(answerRecipients('reply', own, accounts, noList).to)).toEqual(['bo@example.net'])
  })

  test('a note to self can be answered', () => {
    const own = { participants: [person('from', 'ann@example.org'), person('to', 'ann@example.org')] }
    expect(addresses(answerRecipients('reply-all', own, accounts, noList).to)).toEqual(['ann@example.org'])
  })

  test('a list is written to at its own address, and a message of none says so', () => {
    const list = { listPost: '<mailto:list%2Bx@example.net?subject=x>', followupTo: [] }
    expect(addresses(answerRecipients('reply-list', message, accounts, list).to)).toEqual(['list+x@example.net'])
    expect(() => answerRecipients('reply-list', message, accounts, noList)).toThrow(/names no list address/)
  })

  test('the account that was written to answers, tags or not', () => {
    expect(accountOf(message, accounts)?.id).toBe('account-2')
    expect(accountOf({ participants: [person('to', 'ann+x@example.org')] }, accounts)?.id).toBe('account-1')
    expect(accountOf({ participants: [person('to', 'other@example.org')] }, accounts)).toBeNull()
  })
})

test('Mail-Followup-To is read out of the header, folded and with names, never out of the body', () => {
  const raw = new TextEncoder().encode(
    'From: a@x.example\r\nMail-Followup-To: "A, B" <list@x.example>,\r\n\tc@x.example (c)\r\n\r\nMail-Followup-To: evil@x.example',
  )
  expect(followupTo(raw)).toEqual(['list@x.example', 'c@x.example'])
  expect(followupTo(new TextEncoder().encode('From: a@x.example\r\n\r\nMail-Followup-To: evil@x.example'))).toEqual([])
})

describe('threading headers', () => {
  test('an answer refers to its parent after all that the parent referred to', () => {
    expect(threadingOf({ messageId: 'c', inReplyTo: ['b'], references: ['a', 'b'] })).toEqual({
      inReplyTo: 'c',
      references: ['a', 'b', 'c'],
    })
    expect(threadingOf({ messageId: 'c', inReplyTo: ['b'], references: [] }).references).toEqual(['b', 'c'])
    expect(threadingOf({ messageId: 'c', inReplyTo: ['a', 'b'], references: [] }).references).toEqual(['c'])
    expect(threadingOf({ messageId: null, inReplyTo: [], references: [] })).toEqual({ inReplyTo: null, references: [] })
  })

  test('a chain without end is shortened, and its beginning and end are kept', () => {
    const references = Array.from({ length: 500 }, (_, index) => `id${index}`)
    const { references: chain } = threadingOf({ messageId: 'last', inReplyTo: [], references })
    expect(chain).toHaveLength(100)
    expect([chain[0], chain.at(-1)]).toEqual(['id0', 'last'])
  })
})

describe('quotes', () => {
  test('what a plain message quotes itself is a quote in a quote', () => {
    expect(quotedTextToHtml('Yes.\n\n> Lunch?\n>> When & where?\n\nBo')).toBe(
      'Yes.<br><blockquote type="cite">Lunch?<blockquote type="cite">When &amp; where?</blockquote></blockquote><br>Bo',
    )
    expect(quotedTextToHtml('')).toBe('')
  })

  test('the signature of the sender is not carried along', () => {
    const header = { participants: [person('from', 'bo@example.net', 'Bo')], subject: '', dateMs: 0 }
    const quoted = (text: string) => quoteOf('reply', header, { text, html: null }, 'en').text
    expect(quoted('Lunch?\n\n-- \nBo\nexample.net')).toContain('\n> Lunch?\n')
    expect(quoted('Lunch?\n\n-- \nBo\nexample.net')).not.toContain('example.net')
    expect(quoted('-- \nBo')).toContain('> Bo')
    expect(quoteOf('forward', header, { text: 'Lunch?\n-- \nBo', html: null }, 'en').text).toContain('-- \nBo')
  })

  test('every line is marked, deeper quotes stay close together', () => {
    expect(quoteText('Hello\r\n\r\n> deeper\r\n')).toBe('> Hello\n>\n>> deeper')
  })

  test('the line above says who wrote when, in the language of the window', () => {
    const header = { participants: [person('from', 'bo@x.example', 'Bo')], subject: '', dateMs: Date.UTC(2026, 10, 24) }
    expect(attribution(header, 'system')).toBe('On 24 November 2026, Bo wrote:')
    expect(attribution(header, 'fr')).toBe('Le 24 novembre 2026, Bo a écrit :')
  })

  test.each([
    ['<p onclick="x()">Hi<script>alert(1)</script><style>p{}</style></p>', '<p>Hi</p>'],
    ['<img src="https://track.example/1.gif" alt="logo"><img src=x onerror=alert(1)>', '[logo]'],
    ['<form action="https://x.example"><input name=a>text<button>Go</button></form>', 'text'],
    [
      '<a href="javascript:alert(1)" style="color: red; background: url(https://x.example)">x</a>',
      '<a style="color: red">x</a>',
    ],
    ['<div><b>open', '<div><b>open</b></div>'],
    ['</div></blockquote>out', 'out'],
    ['1 &lt; 2 &amp; "x"', '1 &lt; 2 &amp; &quot;x&quot;'],
    ['<svg><a href="https://x.example">in</a></svg>out', 'out'],
    ['<base href="https://x.example"><meta http-equiv=refresh><link rel=preconnect href="https://x.example">t', 't'],
  ])('%s is quoted as %s', (html, expected) => {
    expect(neutralHtml(html, false)).toBe(expected)
  })

  test('pictures that go along with a forward stay in their place', () => {
    expect(neutralHtml('<img src="cid:a@b" alt="x">', true)).toBe('<img src="cid:a@b" alt="x">')
  })

  test('nothing that fetches or runs survives, whatever the HTML', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<script>',
        '</script>',
        '<img src=https://x.example/>',
        '<a href=javascript:x>',
        '<p style="x:url(//e)">',
        '<svg/onload=x>',
        '<!--',
        '-->',
        '<b',
        '">',
        '<template>',
        '<blockquote>',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const tags = neutralHtml(pieces.join(''), false).match(/<[^>]*>/g) ?? []
        expect(tags.join('')).not.toMatch(/<(script|img|svg|style|form|iframe)|\son\w+=|javascript:|url\(/i)
      }),
      { numRuns: 500 },
    )
  })
})
