// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { vectors } from './hostile-vectors.suite.ts'
import { prepareInSlices, prepareMail, toTheEnd } from './prepare.ts'
import { sanitiseForEditing } from './sanitise.ts'
import { sanitiseInSlices } from './sanitise-slices.ts'

const LEAK = 'http://leak.example/'
const options = { attachments: [], labels: { quoted: (lines: number) => `${lines} quoted`, signature: 'Signature' } }

/** The document that the frame gets, read as a browser would. */
function shown(html: string): Document {
  const prepared = prepareMail(html, options)
  if (prepared === null) throw new Error('not shown')
  return new DOMParser().parseFromString(prepared.document, 'text/html')
}

describe('a long message, prepared in slices,', () => {
  const inSlices = (html: string) => toTheEnd(prepareInSlices(html, { ...options, atMost: 1_000_000 }))
  // Enough elements before, around and after it that the vector does not stand in the first slice or the last.
  const filler = '<div><p>text</p></div>'.repeat(70)
  const among = (html: string) => `${filler}<div><table><tbody><tr><td>${html}${filler}</td></tr></tbody></table></div>`

  test.each(vectors.map(({ name, html }) => [name, html] as const))('is as clean as at once: %s', (_name, html) => {
    for (const mail of [html(LEAK), among(html(LEAK))]) {
      const [slices, once] = [inSlices(mail), prepareMail(mail, options)]
      expect(slices?.document).toBe(once?.document)
      expect(slices?.remote).toEqual(once?.remote)
    }
  })

  test('is given back in many steps', () => {
    let steps = 0
    for (const _ of sanitiseInSlices(`<table><tr><td>${filler}</td></tr></table>`)) steps += 1
    expect(steps).toBeGreaterThan(3)
  })
})

describe('a message has no part that acts', () => {
  test.each(vectors.map(({ name, html }) => [name, html] as const))('%s', (_name, html) => {
    const page = shown(html(LEAK))
    const mail = page.getElementById('caliopen-mail')!
    expect(
      page.querySelectorAll('script, iframe, object, embed, form, input, svg, math, link, base, video, audio'),
    ).toHaveLength(0)
    for (const element of page.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|srcset|ping|action|background$|poster/)
        if (name === 'href') expect(element.tagName).toBe('A')
        else expect(value).not.toContain('leak.example')
      }
    }
    expect([...page.querySelectorAll('style')].map((style) => style.textContent).join()).not.toContain('leak.example')
    expect(mail.querySelectorAll('meta')).toHaveLength(0)
  })

  test('names and ids cannot stand in for the document’s own', () => {
    const page = shown('<img name="body" src="cid:a"><a id="caliopen-mail" name="createElement">x</a>')
    expect(page.body.tagName).toBe('BODY')
    expect(page.getElementById('caliopen-mail')?.tagName).toBe('DIV')
    expect(page.querySelector('a')?.id).toBe('user-content-caliopen-mail')
  })

  test('the design of the message is kept', () => {
    const html =
      '<table width="600" bgcolor="#eeeeee" align="center" cellpadding="4"><tr><td valign="top" colspan="2"><font color="red" face="Georgia">x</font><img src="https://a.example/x.png" width="200" height="100" alt="Hello there"></td></tr></table>'
    const page = shown(html)
    expect(page.querySelector('table')?.outerHTML).toContain(
      'width="600" bgcolor="#eeeeee" align="center" cellpadding="4"',
    )
    expect(page.querySelector('td')?.outerHTML).toContain('valign="top" colspan="2"')
    expect(page.querySelector('font')?.outerHTML).toContain('color="red" face="Georgia"')
    expect(page.querySelector('img')?.getAttribute('width')).toBe('200')
    expect(page.querySelector('img')?.alt).toBe('Hello there')
  })

  test('pixels are told from pictures after the sanitiser as before', () => {
    const html =
      '<img src="https://a.example/x" width="1" height="1"><img src="https://a.example/y" width="90" height="9">'
    expect(prepareMail(html, options)?.remote.map(({ kind }) => kind)).toEqual(['tracker', 'image'])
  })

  test('the frame has a policy of its own before anything of the sender’s', () => {
    const head = shown('<style>p{color:red}</style><p>x</p>').head
    expect(head.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content')).toMatch(
      /^default-src 'none'/,
    )
    expect([...head.children].findIndex((child) => child.tagName === 'STYLE')).toBeGreaterThan(1)
  })
})

describe('what is pasted into the composer', () => {
  test('keeps its form and loses its scripts, style sheets and remote pictures', () => {
    const html = sanitiseForEditing(
      `<style>p{color:red}</style><p onclick="x()"><b>Bold</b> <a href="https://a.example/" ping="${LEAK}">link</a><img src="${LEAK}a.png"><img src="cid:own"></p>`,
    )
    expect(html).toBe('<p><b>Bold</b> <a href="https://a.example/">link</a><img src="cid:own"></p>')
  })
})
