// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { readMailto } from '../../core/defs/index.ts'
import { describeLink, tameLinks } from './links.ts'
import { readableHost } from './punycode.ts'

const hrefOf = (html: string) => {
  const root = new DOMParser().parseFromString(html, 'text/html').documentElement
  tameLinks(root)
  return root.querySelector('a')?.getAttribute('href') ?? null
}

describe('where a link may lead', () => {
  test.each([
    'javascript:alert(1)',
    ' java\tscript:alert(1)',
    'JAVASCRIPT:x',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc',
    'blob:x',
    'intent:x',
    '\u0001javascript:x',
    'relative/path',
  ])('nowhere: %s', (href) => expect(hrefOf(`<a href="${href}">x</a>`)).toBeNull())

  test.each(['https://a.example/x', 'mailto:amira@haddad.example', 'tel:+334', '#below'])('%s', (href) =>
    expect(hrefOf(`<a href="${href}">x</a>`)).toBe(href),
  )

  test('it takes no ping, no download and no target with it', () => {
    const root = new DOMParser().parseFromString(
      '<a href="https://a.example" ping="https://b.example" download target="_top">x</a>',
      'text/html',
    )
    tameLinks(root.documentElement)
    const names = root.querySelector('a')?.getAttributeNames()
    expect(names).toEqual(['href', 'rel', 'target'])
    expect(root.querySelector('a')?.getAttribute('target')).toBe('_blank')
  })
})

describe('what is said about a link', () => {
  test('the part that somebody registered stands out', () => {
    expect(describeLink('https://login.bank.co.uk.evil.co.uk/x?y#z', 'here')).toMatchObject({
      before: 'https://login.bank.co.uk.',
      domain: 'evil.co.uk',
      after: '/x?y#z',
      mismatch: null,
    })
  })

  test('a name before the host does not hide it', () => {
    expect(describeLink('https://bank.example@evil.example/', 'x')).toMatchObject({
      before: 'https://bank.example@',
      domain: 'evil.example',
    })
  })

  test('a text that names another place is told', () => {
    expect(describeLink('https://evil.com/', 'https://www.bank.com/login')?.mismatch).toBe('bank.com')
    expect(describeLink('https://click.bank.com/', ' www.bank.com ')?.mismatch).toBeNull()
    expect(describeLink('https://evil.com/', 'Read more at bank.com today')?.mismatch).toBeNull()
  })

  test('a text that begins as an address is one, whatever its end; a file name is none', () => {
    for (const text of ['https://bank.example/in', 'www.bank.example', 'http://192.0.2.7/', 'https://intranet.lan'])
      expect(describeLink('https://evil.test/', text)?.mismatch, text).toMatch(
        /^(bank\.example|192\.0\.2\.7|intranet\.lan)$/,
      )
    for (const text of ['notes.txt', 'version 1.2.3', '192.0.2.7']) {
      expect(describeLink('https://evil.test/', text)?.mismatch, text).toBeNull()
    }
    expect(describeLink('http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a')?.mismatch).toBeNull()
  })

  test('international names are shown as written', () => {
    expect(readableHost('xn--bcher-kva.example')).toBe('bücher.example')
    expect(readableHost('xn--fsqu00a.xn--0zwm56d')).toBe('例子.测试')
    expect(readableHost('xn--mnchen-3ya.de')).toBe('münchen.de')
    expect(readableHost('xn--!!!')).toBe('xn--!!!')
  })

  test('letters of two alphabets in one name are told', () => {
    expect(describeLink('https://xn--pple-43d.com/', 'x')).toMatchObject({ domain: 'аpple.com', mixedScripts: true })
    expect(describeLink('https://bücher.example/', 'x')?.mixedScripts).toBe(false)
  })
})

test('a link to a person begins a draft, without files', () => {
  expect(
    readMailto(
      'mailto:a@b.example,c%40d.example?subject=Hello%20you&body=Line%0D%0Atwo&attach=/etc/passwd&cc=e@f.example',
    ),
  ).toEqual({
    to: [
      { address: 'a@b.example', label: '' },
      { address: 'c@d.example', label: '' },
    ],
    cc: [{ address: 'e@f.example', label: '' }],
    subject: 'Hello you',
    text: 'Line\ntwo',
  })
})
