import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factsOf, readResults } from './results.ts'

const facts = (body: string, author = 'example.org') => {
  const results = readResults(body)
  return results === null ? null : factsOf(results, author)
}

describe('Authentication-Results', () => {
  test('are read with what they are about', () => {
    const body =
      'mx.home.example; dkim=pass (2048-bit key) header.d=example.org header.s=s1 header.b=abc; ' +
      'spf=softfail (x; y) smtp.mailfrom=bounce@lists.example; dmarc=fail (p=REJECT) header.from=example.org'
    expect(facts(body)).toMatchObject({
      dkim: { result: 'pass', domain: 'example.org', aligned: true, selector: 's1', by: 'mx.home.example' },
      spf: { result: 'softfail', domain: 'lists.example', aligned: false },
      dmarc: { result: 'fail', domain: 'example.org', aligned: true },
    })
  })

  test('of several signatures the author’s own counts', () => {
    const body =
      'x.example; dkim=pass header.i=@list.example; dkim=pass header.i=ana@sub.example.org; dkim=fail header.d=z.example'
    expect(facts(body)?.dkim).toMatchObject({
      result: 'pass',
      domain: 'sub.example.org',
      aligned: true,
      others: [{ domain: 'list.example' }, { domain: 'z.example', result: 'fail' }],
    })
  })

  test('errors, policies and words of their own are no result', () => {
    for (const word of ['temperror', 'permerror', 'policy', 'bestguesspass', 'PASSED']) {
      expect(facts(`x.example; dkim=${word} header.d=example.org`)?.dkim?.result).toBe('unknown')
    }
    expect(facts('x.example; DKIM=Pass header.d=example.org')?.dkim?.result).toBe('pass')
  })

  test.each([
    ['mx.home.example 1; spf=none', 'mx.home.example'],
    ['MX.Home.Example (a comment; with a sign) ; none', 'mx.home.example'],
    ['"mx; home"; spf=none', 'mx; home'],
    ['  mx.home.example', 'mx.home.example'],
    ['mx.home.example;', 'mx.home.example'],
  ])('the name in front is found: %s', (body, name) => {
    expect(readResults(body)?.authservId).toBe(name)
  })

  test.each([
    '',
    ';',
    'spf=pass smtp.mailfrom=x; mx.home.example',
    'dkim=pass header.d=example.org',
    '(mx.home.example); spf=pass',
  ])('a header without a name in front is nobody’s: %s', (body) => {
    expect(readResults(body)).toBeNull()
  })

  test('whatever they hold is read without an error, and bounded', () => {
    const word = fc.constantFrom(
      'dkim=pass',
      'spf=',
      'dmarc',
      ';',
      '"',
      '(',
      ')',
      '\\',
      'header.d=',
      'a.b.c=d',
      '=',
      ' ',
      '__proto__=x',
    )
    const body = fc
      .array(fc.oneof(word, fc.string({ maxLength: 20 })), { maxLength: 40 })
      .map((words) => words.join(''))
    fc.assert(
      fc.property(body, (text) => {
        const found = facts(`mx.home.example; ${text}`)
        expect(found?.dkim?.others?.length ?? 0).toBeLessThan(20)
        readResults(text)
      }),
      { numRuns: 500 },
    )
  })
})
