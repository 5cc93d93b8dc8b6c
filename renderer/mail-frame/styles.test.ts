import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCss } from './css-tokens.ts'
import { sanitiseDeclarations, sanitiseStyleSheet } from './styles.ts'

const none = () => null
const slot = () => 'var(--remote-0, none)'

describe('the look of a message', () => {
  test('stays as it was designed', () => {
    const css = 'color:#ff0000;margin:0 auto;font-family:"Gill Sans",sans-serif;width:calc(100% - 8px)'
    expect(sanitiseDeclarations(css, none)).toBe(css)
    expect(sanitiseStyleSheet('@media (max-width:600px){.a > b:first-child{color:red !important}}', none)).toBe(
      '@media (max-width:600px){.a > b:first-child{color:red !important}\n}',
    )
  })

  test('keeps the place of a background picture that may be shown later', () => {
    expect(sanitiseDeclarations('background:#fff url( "http://a.example/x" ) no-repeat', slot)).toBe(
      'background:#fff  var(--remote-0, none)  no-repeat',
    )
  })

  test('styles by id still apply after ids were prefixed', () => {
    expect(sanitiseStyleSheet('#top{color:red}', none)).toBe('#user-content-top{color:red}\n')
  })
})

describe('what a style cannot do', () => {
  test.each([
    'position:fixed',
    'position:st\\69 cky',
    'animation:spin 1s infinite',
    'transition:all 1s',
    'height:100vh',
    'min-height:calc(10dvh + 1px)',
    'behavior:url(x.htc)',
    '-webkit-app-region:drag',
    'cursor:url(x),auto',
    'width:expression(alert(1))',
    'background:attr(data-x url)',
    'content:url(//a.example)',
    'background:image-set("//a.example/x" 1x)',
    'color:red}body{background:url(//a.example)',
  ])('%s', (css) =>
    expect(sanitiseDeclarations(css, none)).not.toMatch(
      /url|position|vh|animation|transition|expression|image-set|app-region/,
    ),
  )

  test.each([
    '@import "x";',
    '@font-face{src:url(x)}',
    '@keyframes a{from{color:red}}',
    '@layer a{b{c:d}}',
    '@charset "x";',
    'a{b{c:d}}',
  ])('%s', (css) => expect(sanitiseStyleSheet(css, none)).toBe(''))

  test('whatever is written, no address, string function or at-rule comes out', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'url(',
        'u\\72l(',
        '"',
        "'",
        '\\',
        '/*',
        '*/',
        '{',
        '}',
        ';',
        ':',
        '@import ',
        'a',
        'background',
        '//x.example',
        ')',
        '(',
        '<',
        '</style',
        '\n',
        '-',
        '#',
        '1',
        'e',
      ),
      fc.string({ maxLength: 4, unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        const css = parts.join('')
        for (const out of [sanitiseDeclarations(css, none), sanitiseStyleSheet(css, none)]) {
          expect(out).not.toContain('</')
          for (const token of readCss(out)) {
            expect(token.kind).not.toBe('url')
            if (token.kind === 'function') expect(token.value).not.toMatch(/^(?:url|src|image|image-set|attr)$/)
            if (token.kind === 'at') expect(token.value).toMatch(/^(?:media|supports)$/)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('what was cleaned once is not read as something else the second time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'a',
            ':',
            '1',
            'px',
            ' ',
            '-',
            '#',
            'f',
            '.',
            '(',
            ')',
            ',',
            '"x"',
            '\\31 ',
            '/**/',
            '+',
            'e3',
            '%',
            '!',
            'rgb(',
          ),
          { maxLength: 16 },
        ),
        (parts) => {
          const once = sanitiseDeclarations(`color:${parts.join('')}`, none)
          expect(sanitiseDeclarations(once, none)).toBe(once)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
