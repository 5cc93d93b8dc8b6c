// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { swapSignature } from './swap-signature.ts'

const home = { text: 'Sam\nhome.example', html: '<div>Sam<br>home.example</div>' }
const work = { text: 'Sam Taylor\nwork.example', html: '<div><b>Sam Taylor</b><br>work.example</div>' }
const quote = '\n\nOn 24 November 2026, Bo wrote:\n> Lunch?\n'
const quoteHtml = '<div><br></div><div>On 24 November 2026, Bo wrote:</div><blockquote type="cite">Lunch?</blockquote>'
/** As core begins an answer. */
const begun = {
  text: `Yes.\n\n-- \n${home.text}${quote}`,
  html: `<div>Yes.</div><div><br></div><div>-- <br>${home.html}</div>${quoteHtml}`,
}

describe('writing as somebody else', () => {
  test('the signature is the other one and everything else stays', () => {
    const { text, html } = swapSignature(begun, home, work)
    expect(text).toBe(`Yes.\n\n-- \n${work.text}${quote}`)
    expect(html).toContain('<b>Sam Taylor</b>')
    expect(html).not.toContain('home.example')
    expect(html).toContain('<div>Yes.</div>')
    expect(html).toContain(quoteHtml)
  })
  test('a signature that the editor took to pieces is found too', () => {
    const html = '<div>Yes.</div><div><br></div><div>--&nbsp;</div><div>Sam</div><div>home.example</div>'
    const swapped = swapSignature({ text: '', html }, home, work).html ?? ''
    expect(swapped).not.toContain('home.example')
    expect(swapped).toContain('work.example')
  })
  test('without one, the old one goes', () => {
    const { text, html } = swapSignature(begun, home, null)
    expect(text).toBe(`Yes.${quote}`)
    expect(html).not.toContain('home.example')
  })
  test('where there was none, it comes before what is quoted', () => {
    const { text, html } = swapSignature({ text: `Yes.${quote}`, html: `<div>Yes.</div>${quoteHtml}` }, null, work)
    expect(text).toBe(`Yes.\n\n-- \n${work.text}${quote}`)
    expect((html ?? '').indexOf('work.example')).toBeLessThan((html ?? '').indexOf('Bo wrote'))
  })
  test('one that was changed by hand is kept', () => {
    const mine = {
      text: 'Yes.\n\n-- \nSam, from the train',
      html: '<div>Yes.</div><div>-- <br>Sam, from the train</div>',
    }
    expect(swapSignature(mine, home, work)).toEqual(mine)
  })
  test('plain text stays plain', () => {
    expect(swapSignature({ text: begun.text, html: null }, home, work).html).toBeNull()
  })
})
