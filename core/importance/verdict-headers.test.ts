import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBulk } from './bulk-headers.ts'
import { readVerdict, verdictHeaders } from './verdict-headers.ts'

const said = (name: string, value: string) => readVerdict([{ name, value }])?.spam ?? null

describe('the verdict of a provider', () => {
  test.each([
    ['x-spam-flag', 'YES'],
    ['x-spam-status', 'Yes, score=15.2 required=5.0 tests=BAYES_99 autolearn=no'],
    ['x-spam-status', 'Yes, hits=7.9 required=5.0'],
    ['x-spam-score', '9.1'],
    ['x-spam-level', '*********'],
    ['x-spamd-result', 'default: True [17.20 / 15.00]; BAYES_SPAM(5.10)[100.00%]'],
    ['x-ms-exchange-organization-scl', '9'],
    ['x-forefront-antispam-report', 'CIP:192.0.2.1;CTRY:;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:x'],
    ['x-gm-spam', '1'],
    ['x-bogosity', 'Spam, tests=bogofilter, spamicity=0.999999, version=1.2.5'],
    ['x-spambayes-classification', 'spam; 0.99'],
    ['x-vr-spamstate', 'SPAM'],
    ['x-proofpoint-spam-details', 'rule=spam_policy score=80 suspectscore=0'],
  ])('%s: %s is read as spam', (name, value) => {
    expect(said(name, value)).toBeGreaterThanOrEqual(0.5)
  })

  test.each([
    ['x-spam-flag', 'NO'],
    ['x-spam-status', 'No, score=-2.1 required=5.0 tests=ALL_TRUSTED'],
    ['x-spam-score', '-0.1'],
    ['x-spam-level', ''],
    ['x-spamd-result', 'default: False [-3.10 / 15.00]; R_DKIM_ALLOW(-0.20)'],
    ['x-ms-exchange-organization-scl', '-1'],
    ['x-forefront-antispam-report', 'SCL:-1;SFV:SKN;'],
    ['x-bogosity', 'Ham, tests=bogofilter, spamicity=0.000001'],
    ['x-spam-score', 'undefined'],
    ['x-unknown', 'spam'],
  ])('%s: %s says nothing: the sender could have written it', (name, value) => {
    expect(said(name, value)).toBeNull()
  })

  test('is suspicion in proportion where the filter has not decided', () => {
    expect(said('x-spam-status', 'No, score=2.5 required=5.0')).toBe(0.25)
    expect(said('x-ms-exchange-organization-scl', '1')).toBeLessThan(0.5)
  })

  test('of several is the worst; one that says “good” takes nothing back', () => {
    const headers = [
      { name: 'x-spam-status', value: 'No, score=-5 required=5' },
      { name: 'x-spam-flag', value: 'YES' },
      { name: 'x-spam-score', value: '3' },
    ]
    expect(readVerdict(headers)).toEqual({ spam: 0.8, by: ['x-spam-flag', 'x-spam-score'] })
  })

  test('of any text is nothing or between 0 and 1, and more headers never lower it', () => {
    const header = fc.record({ name: fc.constantFrom(...verdictHeaders), value: fc.string({ maxLength: 200 }) })
    fc.assert(
      fc.property(fc.array(header), header, (headers, more) => {
        const before = readVerdict(headers)?.spam ?? 0
        const after = readVerdict([...headers, more])?.spam ?? 0
        expect(after).toBeGreaterThanOrEqual(before)
        expect(after >= 0 && after < 1).toBe(true)
      }),
    )
  })

  test('that is a megabyte long does not hold anything up', () => {
    for (const name of verdictHeaders) expect(said(name, `Yes, ${'['.repeat(1_000_000)}`)).toBeNull()
  })
})

describe('mail to many', () => {
  const bulk = (...headers: [string, string][]) => readBulk(headers.map(([name, value]) => ({ name, value })))

  test('is told apart: a list that one can write to, a newsletter, a machine', () => {
    const list: [string, string][] = [
      ['list-id', 'Talk <talk.lists.example>'],
      ['list-post', '<mailto:talk@lists.example>'],
      ['list-unsubscribe', '<mailto:leave@lists.example>'],
    ]
    expect(bulk(...list)).toBe('list')
    expect(bulk(['list-id', '<news.shop.example>'], ['list-post', 'NO'])).toBe('newsletter')
    expect(bulk(['list-unsubscribe', '<https://shop.example/out>'])).toBe('newsletter')
    expect(bulk(['precedence', 'bulk'])).toBe('newsletter')
    expect(bulk(['auto-submitted', 'auto-generated'])).toBe('automatic')
    expect(bulk(['from', 'Shop <no-reply@shop.example>'])).toBe('automatic')
    expect(bulk(['from', 'Ada <ada@example.org>'], ['auto-submitted', 'no'])).toBeNull()
  })
})
